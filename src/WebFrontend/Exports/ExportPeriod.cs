using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend.Exports;

/// <summary>The time that an export is about.</summary>
internal sealed record ExportPeriod(
    [property: FromQuery(Name = "from"), Description("From this time on; without it, from the beginning.")] DateTimeOffset? From = null,
    [property: FromQuery(Name = "to"), Description("Up to just before this time; without it, to the end.")] DateTimeOffset? To = null)
{
    /// <summary>Inclusive.</summary>
    public DateTimeOffset Start => From ?? DateTimeOffset.UnixEpoch;

    /// <summary>Exclusive.</summary>
    public DateTimeOffset End => To ?? DateTimeOffset.MaxValue;
}
