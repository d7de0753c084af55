namespace ECommerce.WebFrontend;

/// <summary>The user who calls.</summary>
internal sealed record Caller(string UserId)
{
    /// <summary>The claim that names the user.</summary>
    public const string Subject = "sub";

    /// <summary>What a user id is, for those who gave something else.</summary>
    public const string UserIdForm = "1 to 128 visible ASCII characters without a blank";

    /// <summary>Read from the token, which the authentication has checked.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => ValueTask.FromResult(new Caller(UserIdOf(context)!));

    /// <summary>The id of the user who calls; null: nobody with a valid token.</summary>
    public static string? UserIdOf(HttpContext context) => context.User.FindFirst(Subject)?.Value;

    /// <summary>1–128 visible ASCII characters without a blank, as identity providers write them: <c>auth0|5f7c</c>.</summary>
    public static bool IsUserId(string? text) =>
        text is { Length: > 0 and <= Bounds.MaximumIdLength } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
