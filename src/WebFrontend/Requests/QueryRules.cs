using System.ComponentModel.DataAnnotations;

namespace ECommerce.WebFrontend;

/// <summary>A user id in a query; null is not looked at.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class UserIdAttribute : ValidationAttribute
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => value is null || Caller.IsUserId(value as string);

    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"is not {Caller.UserIdForm}";
}
