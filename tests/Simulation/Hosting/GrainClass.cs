using System.Reflection;

namespace ECommerce.Simulation;

/// <summary>A grain class of this assembly and how an instance is made.</summary>
internal sealed class GrainClass
{
    private static readonly GrainClass[] All =
    [
        .. typeof(GrainClass).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Grain))).Select(type => new GrainClass(type)),
    ];

    private readonly Type _type;
    private readonly ConstructorInfo _constructor;

    private GrainClass(Type type) => (_type, _constructor) = (type, type.GetConstructors().Single());

    /// <summary>The one class that implements the interface.</summary>
    public static GrainClass Of(Type contract) => All.Single(grainClass => grainClass._type.IsAssignableTo(contract));

    /// <param name="give">What a parameter of the constructor is given.</param>
    public Grain Create(Func<ParameterInfo, object> give) => (Grain)_constructor.Invoke(
        BindingFlags.DoNotWrapExceptions, binder: null, [.. _constructor.GetParameters().Select(give)], culture: null);

    public override string ToString() => _type.Name;
}

/// <summary>Names one grain; each host may have an activation of it.</summary>
internal readonly record struct GrainId(GrainClass Class, string Key)
{
    public override string ToString() => $"{Class} {Key}";
}
