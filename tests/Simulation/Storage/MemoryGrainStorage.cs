using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace ECommerce.LocalEngine.Storage;

/// <summary>
/// Keeps state in memory, as JSON, so that no two activations share an object. It outlives activations and engines, not the process.
/// </summary>
public sealed class MemoryGrainStorage : IGrainStorage
{
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    private readonly ConcurrentDictionary<(string Name, GrainId Grain), Record> _records = new();
    private long _versions;

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = _records.GetValueOrDefault((stateName, grainId));
        grainState.State = record is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(record.Content, Json)!;
        grainState.ETag = record?.Etag;
        grainState.RecordExists = record is not null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var etag = Interlocked.Increment(ref _versions).ToString(CultureInfo.InvariantCulture);
        var written = new Record(etag, JsonSerializer.SerializeToUtf8Bytes(grainState.State, Json));
        var key = (stateName, grainId);
        var stored = Expect(key, grainState.ETag);
        var done = stored is null ? _records.TryAdd(key, written) : _records.TryUpdate(key, written, stored);
        if (!done)
        {
            throw Stale(key, grainState.ETag);
        }

        grainState.ETag = etag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (Expect(key, grainState.ETag) is { } stored && !_records.TryRemove(new(key, stored)))
        {
            throw Stale(key, grainState.ETag);
        }

        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private Record? Expect((string Name, GrainId Grain) key, string? etag)
    {
        var stored = _records.GetValueOrDefault(key);
        return stored?.Etag == etag ? stored : throw Stale(key, etag);
    }

    private InconsistentStateException Stale((string Name, GrainId Grain) key, string? etag) => new(
        $"State '{key.Name}' of {key.Grain} was written by somebody else.", _records.GetValueOrDefault(key)?.Etag, etag);

    private sealed class Record(string etag, byte[] content)
    {
        public string Etag => etag;

        public byte[] Content => content;
    }
}
