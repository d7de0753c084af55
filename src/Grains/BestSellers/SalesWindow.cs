namespace ECommerce.Grains;

/// <summary>The hours that count for the best sellers.</summary>
internal static class SalesWindow
{
    /// <summary>The hour in which the window begins: it counts whole, so that every sale of the window does.</summary>
    public static DateTimeOffset FirstHour(DateTimeOffset now)
    {
        var begins = now - Bounds.BestSellerWindow;
        return begins.AddTicks(-(begins.Ticks % TimeSpan.TicksPerHour));
    }
}
