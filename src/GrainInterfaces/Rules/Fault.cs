namespace ECommerce.GrainInterfaces;

/// <summary>What is wrong with one member of a command.</summary>
/// <param name="field">The member as JSON names it, such as <c>variants[1].sku</c>.</param>
/// <param name="reason">Why it is refused; follows the name of the member, as in "is longer than 300 characters".</param>
public sealed class Fault(string field, string reason)
{
    /// <summary>The member as JSON names it.</summary>
    public string Field { get; } = field;

    /// <summary>Why it is refused.</summary>
    public string Reason { get; } = reason;
}
