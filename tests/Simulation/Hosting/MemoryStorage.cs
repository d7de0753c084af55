using System.Text.Json;
using Orleans.Storage;

namespace ECommerce.Simulation;

/// <summary>
/// Keeps persistent state, as JSON, so that no two activations share an object. Hosts that share it are processes over one database.
/// </summary>
internal sealed class MemoryStorage(Scheduler scheduler)
{
    private readonly Dictionary<(GrainId Grain, string Name), Record> _records = [];

    /// <summary>Fails the next read, once.</summary>
    public bool FailsNextRead { get; set; }

    /// <summary>Is told of each write when it is done.</summary>
    public Action<GrainId, string>? Written { get; set; }

    public Task<Record> Read(GrainId grain, string name) => scheduler.Ask($"read of {name} of {grain}", () =>
    {
        if (FailsNextRead)
        {
            FailsNextRead = false;
            throw new InvalidOperationException("The storage cannot be read.");
        }

        return _records.GetValueOrDefault((grain, name));
    });

    /// <summary>Writes over that version and returns the new one.</summary>
    public Task<long> Write(GrainId grain, string name, string json, long version) => scheduler.Ask($"write of {name} of {grain}", () =>
    {
        if (_records.GetValueOrDefault((grain, name)).Version != version)
        {
            throw new InconsistentStateException($"The {name} of {grain} is no longer at version {version}.");
        }

        _records[(grain, name)] = new(json, version + 1);
        Written?.Invoke(grain, json);
        return version + 1;
    });

    /// <summary>Stored state; without text and at version 0 when there is none.</summary>
    public readonly record struct Record(string? Json, long Version);
}

/// <summary>State that is read before the first call.</summary>
internal interface IStoredState
{
    Task ReadStateAsync();
}

/// <summary>One state of one activation.</summary>
internal sealed class StoredState<TState>(MemoryStorage storage, GrainId grain, string name) : IPersistentState<TState>, IStoredState
{
    private long _version;

    public TState State { get; set; } = Activator.CreateInstance<TState>();

    public async Task ReadStateAsync()
    {
        var (json, version) = await storage.Read(grain, name);
        State = json is null ? Activator.CreateInstance<TState>() : JsonSerializer.Deserialize<TState>(json)!;
        _version = version;
    }

    public async Task WriteStateAsync() => _version = await storage.Write(grain, name, JsonSerializer.Serialize(State), _version);
}
