namespace ECommerce.Grains;

/// <summary>Names what an operator does, for the log.</summary>
internal static class Acts
{
    /// <summary>The act of the operator on whose behalf the running call is; null: nobody's.</summary>
    public static Act? Of(string action, DateTimeOffset at, string? reason = null) =>
        Actor.Current is { } actor ? new(actor, action, at, reason) : null;
}
