namespace Orleans.Runtime
{
    /// <summary>A failure of the host, not of a grain's own code.</summary>
    public class OrleansException(string message) : Exception(message);

    /// <summary>The activation or its host is gone; whether the call had an effect is unknown.</summary>
    public sealed class SiloUnavailableException(string message) : OrleansException(message);
}

namespace Orleans.Storage
{
    /// <summary>
    /// Somebody else wrote the state since the grain read it. When this leaves a method of that grain, its activation ends, so
    /// that the next call reads again.
    /// </summary>
    public sealed class InconsistentStateException(string message) : Runtime.OrleansException(message)
    {
        /// <summary>True until it has left the activation that met it: its callers keep their activations.</summary>
        internal bool IsSourceActivation { get; set; } = true;
    }
}
