using System.Text.Json;
using ECommerce.Simulation.Contract;

namespace ECommerce.Simulation.Tests;

/// <summary>A host with the grains of the contract.</summary>
public sealed class HostFixture : IRuntimeFixture
{
    private readonly Scheduler _scheduler = new(seed: 1);
    private readonly MemoryStorage _storage;
    private Host _host;

    public HostFixture()
    {
        _storage = new(_scheduler);
        _host = NewHost();
    }

    public IGrainFactory Grains => _host;

    public Probe Probe { get; } = new();

    public Task RunAsync(Func<Task> test)
    {
        _scheduler.Run(test);
        return Task.CompletedTask;
    }

    public Task RestartAsync()
    {
        _host.Crash();
        _host = NewHost();
        return Task.CompletedTask;
    }

    public Task ArrivalAsync() => _scheduler.WhenIdle();

    public async Task WriteBehindAsync(string key, string text)
    {
        var grain = new GrainId(GrainClass.Of(typeof(INoteGrain)), key);
        var version = (await _storage.Read(grain, "note")).Version;
        await _storage.Write(grain, "note", JsonSerializer.Serialize(new Note { Text = text }), version);
    }

    public void FailNextRead() => _storage.FailsNextRead = true;

    private Host NewHost() => new("host", _scheduler, _storage, new Dictionary<Type, object> { [typeof(Probe)] = Probe }, new Faults());
}
