using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer of one activation. Disposing it stops it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the next tick and the time between ticks; inside of the callback it takes effect when the callback completes.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>When a grain timer ticks, and how its ticks relate to requests.</summary>
public readonly struct GrainTimerCreationOptions
{
    /// <summary>To be filled in by an initializer.</summary>
    public GrainTimerCreationOptions()
    {
    }

    /// <summary>With both times.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>From now to the first tick; <see cref="Timeout.InfiniteTimeSpan"/> means never.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of one callback to the next tick; <see cref="Timeout.InfiniteTimeSpan"/> means a single tick.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>True when a tick need not wait for the running request.</summary>
    public bool Interleave { get; init; }

    /// <summary>True when a tick counts as use, so that the activation is not collected as idle.</summary>
    public bool KeepAlive { get; init; }
}
