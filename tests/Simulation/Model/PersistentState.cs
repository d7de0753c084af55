namespace Orleans.Runtime;

/// <summary>
/// Asks for persistent state as a constructor parameter of type <see cref="IPersistentState{TState}"/>.
/// It is read before <see cref="Grain.OnActivateAsync"/>.
/// </summary>
/// <param name="stateName">Tells the states of one grain apart.</param>
/// <param name="storageName">The name of the storage; "Default" when not given.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>Tells the states of one grain apart.</summary>
    public string StateName { get; } = stateName;

    /// <summary>The name of the storage; null means "Default".</summary>
    public string? StorageName { get; } = storageName;
}

/// <summary>State of a grain that outlives its activation.</summary>
public interface IPersistentState<TState>
{
    /// <summary>In memory; changed freely, kept only by <see cref="WriteStateAsync"/>.</summary>
    TState State { get; set; }

    /// <summary>True when the storage held a record at the last read or write.</summary>
    bool RecordExists { get; }

    /// <summary>The version of the last read or write; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>Reads again and drops what memory held.</summary>
    Task ReadStateAsync();

    /// <summary>Durable when the task completes.</summary>
    /// <exception cref="Storage.InconsistentStateException">Somebody else wrote since the last read.</exception>
    Task WriteStateAsync();

    /// <summary>Removes the record and starts with a new state.</summary>
    /// <exception cref="Storage.InconsistentStateException">Somebody else wrote since the last read.</exception>
    Task ClearStateAsync();
}
