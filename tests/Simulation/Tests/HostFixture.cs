using System.Text.Json;
using ECommerce.Simulation.Contract;

namespace ECommerce.Simulation.Tests;

/// <summary>The host as the contract sees it.</summary>
public sealed class HostFixture : IRuntimeFixture
{
    private readonly TestHosts _hosts = new();
    private Host _host;

    public HostFixture() => _host = _hosts.NewHost();

    public IGrainFactory Grains => _host;

    public Probe Probe => _hosts.Probe;

    public Task RunAsync(Func<Task> test)
    {
        _hosts.Scheduler.Run(test);
        return Task.CompletedTask;
    }

    public Task RestartAsync()
    {
        _host.Crash();
        _host = _hosts.NewHost();
        return Task.CompletedTask;
    }

    public Task ArrivalAsync() => _hosts.Scheduler.WhenIdle();

    public async Task WriteBehindAsync(string key, string text)
    {
        var grain = new GrainId(GrainClass.Of(typeof(INoteGrain)), key);
        var version = (await _hosts.Storage.Read(grain, "note")).Version;
        await _hosts.Storage.Write(grain, "note", JsonSerializer.Serialize(new Note { Text = text }), version);
    }

    public void FailNextRead() => _hosts.Storage.FailsNextRead = true;
}
