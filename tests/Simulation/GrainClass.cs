using System.Reflection;
using ECommerce.LocalEngine.Storage;
using ECommerce.LocalEngine.Turns;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace ECommerce.LocalEngine;

/// <summary>What the engine knows of a grain class: its name, whether it is reentrant, and how an instance is made.</summary>
internal sealed class GrainClass
{
    private readonly ParameterInfo[] _given;
    private readonly ObjectFactory _create;

    public GrainClass(Type type)
    {
        Type = type;
        Name = NameOf(type);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        Contracts = [.. type.GetInterfaces().Where(contract => typeof(IGrain).IsAssignableFrom(contract))];

        var constructors = type.GetConstructors();
        if (constructors.Length != 1)
        {
            throw new InvalidOperationException($"{type} has {constructors.Length} public constructors; a grain class has one.");
        }

        _given = [.. constructors[0].GetParameters().Where(IsGivenByEngine)];
        _create = ActivatorUtilities.CreateFactory(type, [.. _given.Select(parameter => parameter.ParameterType)]);
    }

    public Type Type { get; }

    public string Name { get; }

    public bool IsReentrant { get; }

    public IReadOnlyList<Type> Contracts { get; }

    /// <summary>Makes an instance and lists the states that it was given and that are still to be read.</summary>
    public Grain Create(Activation activation, ICollection<IStateFacet> states)
    {
        var given = new object?[_given.Length];
        for (var index = 0; index < given.Length; index++)
        {
            given[index] = Give(_given[index], activation, states);
        }

        return (Grain)_create(activation.Services, given);
    }

    private static bool IsGivenByEngine(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(IGrainFactory) || parameter.IsDefined(typeof(PersistentStateAttribute));

    private static object Give(ParameterInfo parameter, Activation activation, ICollection<IStateFacet> states)
    {
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } asked)
        {
            return activation.GrainFactory;
        }

        var state = (IStateFacet)Activator.CreateInstance(
            typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GenericTypeArguments),
            asked.StateName,
            activation.Id,
            activation.Services.GetRequiredKeyedService<Orleans.Storage.IGrainStorage>(asked.StorageName ?? "Default"))!;
        states.Add(state);
        return state;
    }

    private static string NameOf(Type type)
    {
        const string suffix = "grain";
        var name = type.Name.ToLowerInvariant();
        return name.EndsWith(suffix, StringComparison.Ordinal) && name.Length > suffix.Length ? name[..^suffix.Length] : name;
    }
}
