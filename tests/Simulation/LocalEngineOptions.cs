namespace ECommerce.LocalEngine;

/// <summary>Every bound of the engine, and the clock and scheduler that it runs on.</summary>
public sealed class LocalEngineOptions
{
    /// <summary>The most requests that one grain holds, running and waiting; one more is refused.</summary>
    public int MailboxBound { get; set; } = 10_000;

    /// <summary>How long a caller waits for a response; found out at the next <see cref="ResponseSweep"/>.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often unanswered calls are looked at.</summary>
    public TimeSpan ResponseSweep { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>An activation that nobody used for this long is collected.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest that an activation may take to start, and as long again to end; then it is given up.</summary>
    public TimeSpan ActivationBound { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping engine waits for running and waiting requests, and as long again for deactivations.</summary>
    public TimeSpan ShutdownDrain { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most turns that one activation runs before others get the thread. One gives a simulation the finest interleaving.</summary>
    public int TurnsPerSlice { get; set; } = 128;

    /// <summary>The only clock: timeouts, timers, idle age.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The only place where turns run. A single-threaded one makes the engine deterministic.</summary>
    public TaskScheduler Scheduler { get; set; } = TaskScheduler.Default;
}
