using System.ComponentModel.DataAnnotations;

namespace ECommerce.WebFrontend;

/// <summary>
/// States the bounds of a number in the OpenAPI document, and refuses nothing itself: a grain refuses what is outside them, with a code of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StatedRangeAttribute(double minimum, double maximum) : RangeAttribute(minimum, maximum)
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => true;
}

/// <summary>The same for the length of a text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StatedLengthAttribute(int maximum) : StringLengthAttribute(maximum)
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => true;
}

/// <summary>The same for the form of a text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StatedFormAttribute(string pattern) : RegularExpressionAttribute(pattern)
{
    /// <summary>Of a sku: no blanks at its ends.</summary>
    public const string Sku = @"^\S(.*\S)?$";

    /// <inheritdoc />
    public override bool IsValid(object? value) => true;
}
