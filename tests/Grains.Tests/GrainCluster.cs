using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace ECommerce.Grains.Tests;

/// <summary>An Orleans cluster of one silo in this process.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private GrainCluster(InProcessTestCluster cluster) => _cluster = cluster;

    /// <summary>The silo's own client: grains are called as the shop of one process calls them.</summary>
    public IGrainFactory Grains => _cluster.GetSiloServiceProvider().GetRequiredService<IGrainFactory>();

    /// <param name="clock">What time it is for the grains. Orleans' own loops run on the system's clock.</param>
    /// <param name="configure">Adds what the grains need.</param>
    public static async Task<GrainCluster> Start(TimeProvider clock, Action<ISiloBuilder> configure)
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.InitializeClientOnDeploy = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.Replace(ServiceDescriptor.Singleton(clock));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            configure(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainCluster(cluster);
    }

    /// <summary>Ends the activation of a grain; the next call meets a new one.</summary>
    public Task Deactivate(IAddressable grain) => _cluster.DeactivateAsync(grain);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
