using System.Text.Json;
using ECommerce.Simulation.Contract;

namespace ECommerce.Simulation.Tests;

/// <summary>The host as the contract sees it.</summary>
public sealed class HostFixture : IRuntimeFixture
{
    private readonly HostRoom _room = new();
    private Host _host;

    public HostFixture() => _host = _room.NewHost();

    public IGrainFactory Grains => _host;

    public Probe Probe => _room.Probe;

    public Task RunAsync(Func<Task> test)
    {
        _room.Scheduler.Run(test);
        return Task.CompletedTask;
    }

    public Task RestartAsync()
    {
        _host.Crash();
        _host = _room.NewHost();
        return Task.CompletedTask;
    }

    public Task ArrivalAsync() => _room.Scheduler.WhenIdle();

    public async Task WriteBehindAsync(string key, string text)
    {
        var grain = new GrainId(GrainClass.Of(typeof(INoteGrain)), key);
        var version = (await _room.Storage.Read(grain, "note")).Version;
        await _room.Storage.Write(grain, "note", JsonSerializer.Serialize(new Note { Text = text }), version);
    }

    public void FailNextRead() => _room.Storage.FailsNextRead = true;
}
