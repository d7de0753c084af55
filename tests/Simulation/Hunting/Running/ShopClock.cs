namespace ECommerce.Simulation.Hunting;

/// <summary>The clock on the wall of the shop: it follows virtual time, and jumps.</summary>
internal sealed class ShopClock(VirtualClock clock) : TimeProvider
{
    /// <summary>How far it has jumped, back when negative. What is measured and not read off the wall does not jump.</summary>
    public TimeSpan Offset { get; set; }

    public TimeSpan Elapsed => clock.Elapsed;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Offset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
