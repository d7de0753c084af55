using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace ECommerce.Grains.Tests;

/// <summary>
/// Grain state in memory that outlives a cluster and that several clusters share. As in a database, a write on an old version
/// fails.
/// </summary>
internal sealed class KeptStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), Record> _records = new();

    /// <summary>How many states are stored.</summary>
    public int Count => _records.Count;

    /// <summary>Set: the next read fails, once.</summary>
    public bool FailsNextRead { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (FailsNextRead)
        {
            FailsNextRead = false;
            throw new IOException("The storage is away.");
        }

        Show(_records.GetValueOrDefault((stateName, grainId)), grainState);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var written = new Record(Guid.NewGuid().ToString(), JsonSerializer.Serialize(grainState.State));
        var stored = _records.GetValueOrDefault(key);
        var isWritten = stored?.ETag == grainState.ETag
            && (stored is null ? _records.TryAdd(key, written) : _records.TryUpdate(key, written, stored));
        if (!isWritten)
        {
            throw new InconsistentStateException($"The state of {grainId} was written by another activation.", stored?.ETag, grainState.ETag);
        }

        Show(written, grainState);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _records.TryRemove((stateName, grainId), out _);
        Show(null, grainState);
        return Task.CompletedTask;
    }

    /// <summary>Changes the stored text of every state of that name.</summary>
    public void Damage(string stateName, Func<string, string> damage)
    {
        foreach (var (key, record) in _records.Where(record => record.Key.Name == stateName))
        {
            _records[key] = record with { Json = damage(record.Json) };
        }
    }

    private static void Show<T>(Record? record, IGrainState<T> grainState)
    {
        grainState.State = record is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(record.Json)!;
        grainState.ETag = record?.ETag;
        grainState.RecordExists = record is not null;
    }

    private sealed record Record(string ETag, string Json);
}
