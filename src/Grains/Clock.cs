namespace ECommerce.Grains;

internal static class Clock
{
    /// <summary>Now in whole milliseconds: what every ledger can store, so that a time reads back as it was written.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
