namespace ECommerce.Grains;

internal static class Clock
{
    /// <summary>Now in whole milliseconds: what every ledger can store, so that a time reads back as it was written.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) => clock.GetUtcNow().ToWholeMilliseconds();

    /// <summary>The same time without what no ledger stores.</summary>
    public static DateTimeOffset ToWholeMilliseconds(this DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
}
