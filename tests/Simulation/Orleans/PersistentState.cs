namespace Orleans.Runtime;

/// <summary>Asks for persistent state as a constructor parameter; it is read before the first call.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName, string storageName) : Attribute
{
    public string StateName => stateName;

    public string StorageName => storageName;
}

/// <summary>State of a grain that outlives its activation.</summary>
public interface IPersistentState<TState>
{
    /// <summary>In memory; kept only by <see cref="WriteStateAsync"/>.</summary>
    TState State { get; set; }

    /// <summary>Reads again and drops what memory held.</summary>
    Task ReadStateAsync();

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="Storage.InconsistentStateException">Somebody else wrote since the last read.</exception>
    Task WriteStateAsync();
}
