using System.Globalization;

namespace ECommerce.Ledger;

/// <summary>How a published event says a time. Part of the published format, so never changed.</summary>
public static class EventTime
{
    /// <summary>RFC 3339 in UTC with three digits of milliseconds: <c>2026-03-02T01:04:05.006Z</c>.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
