namespace ECommerce.WebFrontend;

/// <summary>
/// How people sign in on the pages: at an OpenID provider by the code flow with PKCE, where one is configured, and by a name alone where the shop
/// gives tokens to anybody. The page asks for it when somebody wants to sign in.
/// </summary>
internal static class SignInSettings
{
    /// <summary>Where the pages read them.</summary>
    public const string Path = "/pages/sign-in.json";

    private const string Section = "Pages:SignIn:";

    /// <summary>Which setting is wrong, and how; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        configuration[Section + "Authority"] is not { Length: > 0 } authority ? null
        : Origin(authority) is null ? $"{Section}Authority: \"{authority}\" is no address, such as https://login.example/shop."
        : string.IsNullOrEmpty(configuration[Section + "ClientId"]) ? $"{Section}Authority needs {Section}ClientId."
        : null;

    /// <summary>The origins that the pages call to sign in.</summary>
    public static IEnumerable<string> Origins(IConfiguration configuration) =>
        configuration[Section + "Authority"] is { Length: > 0 } authority && Origin(authority) is { } origin ? [origin] : [];

    public static void Map(WebApplication app)
    {
        var (configuration, names) = (app.Configuration, DevTokens.AreEnabled(app));
        string? Of(string name) => configuration[Section + name] is { Length: > 0 } value ? value : null;
        var provider = Of("Authority") is { } authority
            ? new Provider(authority.TrimEnd('/'), Of("ClientId")!, Of("Scope") ?? "openid", Of("Audience"))
            : null;
        DeclaredQuery.Check(app.MapGet(Path, () => TypedResults.Ok(new Ways(names, provider))).ExcludeFromDescription());
    }

    private static string? Origin(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri.GetLeftPart(UriPartial.Authority) : null;

    private sealed record Ways(bool Names, Provider? Provider);

    private sealed record Provider(string Authority, string ClientId, string Scope, string? Audience);
}
