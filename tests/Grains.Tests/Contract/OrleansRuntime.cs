using ECommerce.Simulation.Contract;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace ECommerce.Grains.Tests.Contract;

/// <summary>
/// Orleans as the contract sees it: two silos and a client, so that calls cross connections as they do in a cluster, and what they
/// carry is serialized.
/// </summary>
public sealed class OrleansRuntime : IRuntimeFixture, IAsyncLifetime
{
    private const int Journeys = 200;

    private readonly KeptStorage _storage = new();
    private InProcessTestCluster _cluster = null!;

    public IGrainFactory Grains => _cluster.Client;

    public Probe Probe { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(Probe);
            silo.Services.AddGrainStorage("notes", (_, _) => _storage);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public Task RunAsync(Func<Task> test) => test();

    public async Task RestartAsync()
    {
        await _cluster.DisposeAsync();
        await InitializeAsync();
    }

    /// <summary>
    /// Nothing tells when a call has come to an activation that is busy. What was sent before so many calls to both silos has come
    /// before they are answered.
    /// </summary>
    public async Task ArrivalAsync()
    {
        for (var i = 0; i < Journeys; i++)
        {
            await Grains.GetGrain<INoteGrain>($"journey {i % 20}").Instance();
        }
    }

    public async Task WriteBehindAsync(string key, string text)
    {
        var grain = Grains.GetGrain<INoteGrain>(key).GetGrainId();
        var state = new GrainState<Note>();
        await _storage.ReadStateAsync("note", grain, state);
        state.State!.Text = text;
        await _storage.WriteStateAsync("note", grain, state);
    }

    public void FailNextRead() => _storage.FailsNextRead = true;

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
