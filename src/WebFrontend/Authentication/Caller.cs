namespace ECommerce.WebFrontend;

/// <summary>The user who calls.</summary>
internal sealed record Caller(string UserId)
{
    private const int MaximumLength = 64;

    /// <summary>Read from the token, which the authentication has checked.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new Caller(context.User.FindFirst("sub")!.Value));

    /// <summary>1–64 of <c>A-Z a-z 0-9 . _ @ -</c>.</summary>
    public static bool IsUserId(string? text) =>
        text is { Length: > 0 and <= MaximumLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or '-');
}
