namespace ECommerce.LocalEngine.Calls;

/// <summary>Beside what else an invocation may run.</summary>
internal enum Admission
{
    /// <summary>Beside no exclusive and no read-only one.</summary>
    Exclusive,

    /// <summary>Beside other read-only ones.</summary>
    ReadOnly,

    /// <summary>Beside any.</summary>
    Interleaving,
}

/// <summary>One run of a grain's code from its start to its completion: a request, or the tick of a timer.</summary>
internal abstract class Invocation
{
    /// <summary>Its place in the order of arrival, given by the queue.</summary>
    public long Arrival { get; set; }

    /// <summary>How the grain class and the method, or the timer, want it.</summary>
    public abstract Admission AdmissionTo(GrainClass grainClass);

    /// <summary>Starts it; what the grain throws at once comes as a failed task.</summary>
    public abstract Task Start(object grain);

    /// <summary>Tells whoever waits how it ended.</summary>
    public abstract void Complete(Task finished);
}
