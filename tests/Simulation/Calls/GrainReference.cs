using System.Collections.Frozen;
using System.Reflection;
using Orleans.Runtime;

namespace ECommerce.LocalEngine.Calls;

/// <summary>The proxy behind a grain interface: it turns a call into a request. Not sealed, because the runtime derives from it.</summary>
internal class GrainReference : DispatchProxy
{
    private FrozenDictionary<MethodInfo, GrainMethod> _methods = FrozenDictionary<MethodInfo, GrainMethod>.Empty;
    private GrainDirectory? _directory;
    private string _key = "";

    public GrainId Id => new(_directory!.Class.Name, _key);

    /// <summary>A reference from which those to single grains are copied, which is far cheaper than making each.</summary>
    public static GrainReference Prototype(Type contract, FrozenDictionary<MethodInfo, GrainMethod> methods, GrainDirectory directory)
    {
        var prototype = (GrainReference)Create(contract, typeof(GrainReference));
        prototype._methods = methods;
        prototype._directory = directory;
        return prototype;
    }

    public GrainReference WithKey(string key)
    {
        var reference = (GrainReference)MemberwiseClone();
        reference._key = key;
        return reference;
    }

    public override bool Equals(object? other) =>
        other is GrainReference reference && reference._directory == _directory && reference._key == _key;

    public override int GetHashCode() => Id.GetHashCode();

    public override string ToString() => Id.ToString();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _directory!.Send(_key, _methods[targetMethod!], args ?? []);
}
