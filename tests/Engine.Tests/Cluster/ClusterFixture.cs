using ECommerce.EngineTests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace ECommerce.EngineTests.Cluster;

/// <summary>Two silos and a client in this process, with the test grains.</summary>
public sealed class ClusterFixture : IEngineFixture
{
    // Nothing tells what waits for an activation; within one process a message needs far less.
    private static readonly TimeSpan Journey = TimeSpan.FromSeconds(2);

    private readonly KeptStorage _storage = new();
    private InProcessTestCluster _cluster = null!;

    public IGrainFactory Grains => _cluster.Client;

    public Probe Probe { get; } = new();

    public async Task StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(Probe);
            silo.Services.AddGrainStorage("notes", (_, _) => _storage);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task RestartAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        await StartAsync();
    }

    public Task ArrivalAsync() => Task.Delay(Journey);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
