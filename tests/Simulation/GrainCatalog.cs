using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using ECommerce.LocalEngine.Calls;
using Orleans;

namespace ECommerce.LocalEngine;

/// <summary>The grain classes of the host and what is known of their interfaces; shared by all engines over the same services.</summary>
internal sealed class GrainCatalog
{
    private readonly ConcurrentDictionary<Type, FrozenDictionary<MethodInfo, GrainMethod>> _methods = new();

    public GrainCatalog(IEnumerable<Assembly> assemblies)
    {
        Classes =
        [
            .. assemblies.Distinct()
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsSubclassOf(typeof(Grain)))
                .Select(type => new GrainClass(type)),
        ];

        if (Classes.GroupBy(grainClass => grainClass.Name).FirstOrDefault(group => group.Count() > 1) is { } clash)
        {
            throw new InvalidOperationException($"Several grain classes have the name '{clash.Key}'.");
        }
    }

    public IReadOnlyList<GrainClass> Classes { get; }

    /// <summary>The one class that implements the interface.</summary>
    public GrainClass ClassOf(Type contract, string? classNamePrefix)
    {
        GrainClass[] found =
        [
            .. Classes.Where(grainClass => grainClass.Contracts.Contains(contract)
                && (classNamePrefix is null || grainClass.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal))),
        ];

        return found.Length == 1
            ? found[0]
            : throw new ArgumentException($"{found.Length} grain classes implement {contract}; one is needed.", nameof(contract));
    }

    public FrozenDictionary<MethodInfo, GrainMethod> MethodsOf(Type contract) => _methods.GetOrAdd(
        contract,
        static type => type.GetInterfaces().Append(type)
            .SelectMany(part => part.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .ToFrozenDictionary(method => method, method => new GrainMethod(method)));
}
