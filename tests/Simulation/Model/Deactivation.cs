namespace Orleans;

/// <summary>Why an activation ends.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>The host stops.</summary>
    ShuttingDown,

    /// <summary>The activation could not be started.</summary>
    ActivationFailed,

    /// <summary>Nobody called for the collection age.</summary>
    ActivationIdle,

    /// <summary>The grain's own code failed in a way that makes its memory doubtful.</summary>
    ApplicationError,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,
}

/// <summary>Why an activation ends, with what is known about it.</summary>
/// <param name="ReasonCode">The kind of reason.</param>
/// <param name="Description">One sentence for the log.</param>
/// <param name="Exception">The failure that led to it, if one did.</param>
public readonly record struct DeactivationReason(DeactivationReasonCode ReasonCode, string Description, Exception? Exception = null);
