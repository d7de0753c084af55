using System.Globalization;

namespace ECommerce.Ledger;

/// <summary>The form of times in published events. It is published, so it is never changed.</summary>
public static class EventTime
{
    /// <summary>RFC 3339 in UTC with three digits of milliseconds: <c>2026-03-02T01:04:05.006Z</c>.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
