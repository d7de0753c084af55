using Orleans.Runtime;

namespace Orleans
{
    /// <summary>One state as the storage sees it: it fills or reads the three members.</summary>
    public interface IGrainState<T>
    {
        /// <summary>The state itself.</summary>
        T State { get; set; }

        /// <summary>The version that was read or written last; null when there is none.</summary>
        string? ETag { get; set; }

        /// <summary>True when the storage holds a record.</summary>
        bool RecordExists { get; set; }
    }
}

namespace Orleans.Storage
{
    /// <summary>
    /// Where persistent state is kept. What it was asked to write is durable when the task completes.
    /// A write on a version that is not the stored one throws <see cref="InconsistentStateException"/>.
    /// </summary>
    public interface IGrainStorage
    {
        /// <summary>Fills the state; without a record it gives a new one.</summary>
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <summary>Writes the state and sets its new version.</summary>
        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <summary>Removes the record and gives a new state.</summary>
        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
    }
}
