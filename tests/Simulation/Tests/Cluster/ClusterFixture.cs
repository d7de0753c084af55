using ECommerce.EngineTests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace ECommerce.EngineTests.Cluster;

/// <summary>Two silos and a client in this process, with the test grains.</summary>
public sealed class ClusterFixture : IEngineFixture
{
    private const int Journeys = 200;

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

    // Nothing tells what waits for an activation; but what was sent before so many calls to both silos has come before their answers.
    public async Task ArrivalAsync()
    {
        for (var i = 0; i < Journeys; i++)
        {
            await Grains.GetGrain<INoteGrain>($"journey {i % 20}").Instance();
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
