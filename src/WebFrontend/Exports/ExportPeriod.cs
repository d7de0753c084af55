using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend.Exports;

/// <summary>The time that an export is about.</summary>
internal sealed record ExportPeriod(
    [property: FromQuery(Name = "from"), Rfc3339Time, Description("From this time on; without it, from the beginning.")] string? From = null,
    [property: FromQuery(Name = "to"), Rfc3339Time, Description("Up to just before this time; without it, to the end.")] string? To = null)
{
    /// <summary>Inclusive.</summary>
    public DateTimeOffset Start => Read(From, DateTimeOffset.UnixEpoch);

    /// <summary>Exclusive.</summary>
    public DateTimeOffset End => Read(To, DateTimeOffset.MaxValue);

    private static DateTimeOffset Read(string? text, DateTimeOffset otherwise) =>
        text is not null && Rfc3339.TryParse(text, out var time) ? time : otherwise;
}

/// <summary>A time as RFC 3339 has it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class Rfc3339TimeAttribute() : ValidationAttribute("is not a time of RFC 3339, such as 2026-03-01T00:00:00Z")
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => value is not string text || Rfc3339.TryParse(text, out _);
}
