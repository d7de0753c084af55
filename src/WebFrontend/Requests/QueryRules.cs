using System.ComponentModel.DataAnnotations;

namespace ECommerce.WebFrontend;

/// <summary>A time of RFC 3339 in a query; null is not looked at.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class TimeAttribute : ValidationAttribute
{
    /// <summary>The time of a text that the rule lets through; null: none.</summary>
    public static DateTimeOffset? Read(string? text) => text is not null && Rfc3339.TryParse(text, out var time) ? time : null;

    /// <inheritdoc />
    public override bool IsValid(object? value) => value is null || Read(value as string) is not null;

    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => "is not a time of RFC 3339, such as 2026-03-02T01:04:05Z";
}

/// <summary>A user id in a query; null is not looked at.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class UserIdAttribute : ValidationAttribute
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => value is null || Caller.IsUserId(value as string);

    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"is not {Caller.UserIdForm}";
}
