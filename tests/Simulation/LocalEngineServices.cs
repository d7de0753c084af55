using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;

namespace ECommerce.LocalEngine;

/// <summary>What a host says of the engine when it is put together.</summary>
public sealed class LocalEngineBuilder
{
    internal LocalEngineBuilder(IServiceCollection services) => Services = services;

    /// <summary>The bounds, the clock and the scheduler.</summary>
    public LocalEngineOptions Options { get; } = new();

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    internal List<Assembly> Assemblies { get; } = [];

    /// <summary>Hosts every grain class of the assembly.</summary>
    public LocalEngineBuilder AddGrains(Assembly assembly)
    {
        Assemblies.Add(assembly);
        return this;
    }

    /// <summary>Keeps persistent state of that storage name in what the function gives; it is called once.</summary>
    public LocalEngineBuilder AddGrainStorage(string name, Func<IServiceProvider, IGrainStorage> storage)
    {
        Services.AddKeyedSingleton(name, (services, _) => storage(services));
        return this;
    }
}

/// <summary>Puts the engine among the services of a host.</summary>
public static class LocalEngineServices
{
    /// <summary>Adds one engine: as <see cref="Engine"/>, as <see cref="IGrainFactory"/>, and as a hosted service that stops it.</summary>
    public static IServiceCollection AddLocalEngine(this IServiceCollection services, Action<LocalEngineBuilder> configure)
    {
        var builder = new LocalEngineBuilder(services);
        configure(builder);
        services.AddSingleton(builder.Options);
        services.AddSingleton(_ => new GrainCatalog(builder.Assemblies));
        services.AddSingleton<Engine>();
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Engine>());
        services.AddHostedService(provider => provider.GetRequiredService<Engine>());
        return services;
    }
}
