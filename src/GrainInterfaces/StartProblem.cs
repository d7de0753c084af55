namespace ECommerce.GrainInterfaces;

/// <summary>What keeps this process from starting, for probes to tell.</summary>
public sealed class StartProblem
{
    private volatile string? _reason;

    /// <summary>Why the ledger cannot be opened; null while nothing is known to be wrong with it.</summary>
    public string? Reason
    {
        get => _reason;
        set => _reason = value;
    }
}
