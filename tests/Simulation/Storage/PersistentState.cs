using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace ECommerce.LocalEngine.Storage;

/// <summary>Persistent state, as the engine sees it: something to read before the grain is activated.</summary>
internal interface IStateFacet
{
    Task ReadStateAsync();
}

/// <summary>One named state of one grain in one storage.</summary>
internal sealed class PersistentState<TState>(string name, GrainId grain, IGrainStorage storage)
    : IPersistentState<TState>, IGrainState<TState>, IStateFacet
{
    public TState State { get; set; } = Activator.CreateInstance<TState>();

    public bool RecordExists { get; set; }

    public string? ETag { get; set; }

    public string? Etag => ETag;

    public Task ReadStateAsync() => storage.ReadStateAsync(name, grain, this);

    public Task WriteStateAsync() => storage.WriteStateAsync(name, grain, this);

    public Task ClearStateAsync() => storage.ClearStateAsync(name, grain, this);
}
