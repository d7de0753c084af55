namespace Orleans.Runtime
{
    /// <summary>A failure of the engine, not of a grain's own code.</summary>
    public class OrleansException(string message, Exception? inner = null) : Exception(message, inner);

    /// <summary>A queue is at its bound; the request was not begun.</summary>
    public class LimitExceededException(string message) : OrleansException(message);

    /// <summary>The host stops or is gone; whether a request in flight had an effect is unknown.</summary>
    public class SiloUnavailableException(string message) : OrleansException(message);
}

namespace Orleans.Storage
{
    /// <summary>
    /// What the storage holds is not what the grain read: somebody else wrote in between. When it leaves a grain's method,
    /// that activation is deactivated, so that the next call reads again.
    /// </summary>
    public class InconsistentStateException(string message, string? storedEtag = null, string? currentEtag = null, Exception? inner = null)
        : Runtime.OrleansException(message, inner)
    {
        /// <summary>The version that the storage holds; null when it holds none.</summary>
        public string? StoredEtag { get; } = storedEtag;

        /// <summary>The version that the writer believed in; null when it believed there was none.</summary>
        public string? CurrentEtag { get; } = currentEtag;

        /// <summary>True until it has left the activation that met it: only that one has doubtful memory, not its callers.</summary>
        internal bool IsSourceActivation { get; set; } = true;
    }
}
