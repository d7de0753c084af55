using System.ComponentModel.DataAnnotations;

namespace ECommerce.WebFrontend;

/// <summary>
/// States bounds in the OpenAPI document, and refuses nothing itself: a grain refuses what is outside them, with a code of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StatedRangeAttribute(double minimum, double maximum) : RangeAttribute(minimum, maximum)
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => true;
}
