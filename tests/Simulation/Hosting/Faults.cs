using System.Reflection;

namespace ECommerce.Simulation;

/// <summary>What goes wrong between callers, grains and the ledger: here nothing does. A test overrides what shall.</summary>
internal class Faults
{
    /// <summary>It arrives once and at once.</summary>
    protected static readonly IReadOnlyList<TimeSpan> AtOnce = [TimeSpan.Zero];

    /// <summary>
    /// When a call arrives: once for each delay, so that none means that it is lost. An <see cref="OrleansException"/> refuses
    /// the call, as a full queue does.
    /// </summary>
    public virtual IReadOnlyList<TimeSpan> Call(MethodInfo method) => AtOnce;

    /// <summary>When the answer arrives of a method that has run; none means that it is lost.</summary>
    public virtual IReadOnlyList<TimeSpan> Answer(MethodInfo method) => AtOnce;

    /// <summary>Whether the activation is dropped after a turn: at an await, or with no call running.</summary>
    public virtual bool DropsAfterTurn(GrainId grain) => false;
}
