namespace ECommerce.GrainInterfaces;

/// <summary>The operator on whose behalf a call runs. It travels with the call from the frontend to the grain, beside the command.</summary>
public static class Actor
{
    private const string Key = "actor";

    /// <summary>The operator's user id; null: the call is a user's own, or the shop's.</summary>
    public static string? Current => RequestContext.Get(Key) as string;

    /// <summary>Says who acts, for the grain calls that follow in the same flow of control.</summary>
    public static void Is(string userId) => RequestContext.Set(Key, userId);
}
