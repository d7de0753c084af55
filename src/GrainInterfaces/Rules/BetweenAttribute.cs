using System.ComponentModel.DataAnnotations;

namespace ECommerce.GrainInterfaces;

/// <summary>A whole number within bounds, both included; null is not looked at.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BetweenAttribute(double minimum, double maximum) : RangeAttribute(minimum, maximum)
{
    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"is not {Minimum} to {Maximum}";
}

/// <summary>A list with so many entries; null is not looked at.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CountAttribute(int minimum, int maximum) : LengthAttribute(minimum, maximum)
{
    /// <inheritdoc />
    public override string FormatErrorMessage(string name) => $"does not have {MinimumLength} to {MaximumLength} entries";
}
