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
        : More(configuration).FirstOrDefault(origin => Origin(origin) != origin) is { } wrong ? $"{Section}Origins: \"{wrong}\" is not an origin, such as https://token.example."
        : null;

    /// <summary>The origins that the pages call to sign in: the provider's, and others where it says that its endpoints are.</summary>
    public static IEnumerable<string> Origins(IConfiguration configuration) =>
        configuration[Section + "Authority"] is { Length: > 0 } authority && Origin(authority) is { } origin ? [origin, .. More(configuration)] : [];

    public static void Map(WebApplication app)
    {
        var (configuration, names) = (app.Configuration, DevTokens.AreEnabled(app));
        string? Of(string name) => configuration[Section + name] is { Length: > 0 } value ? value : null;
        var provider = Of("Authority") is { } authority
            ? new Provider(authority.TrimEnd('/'), Of("ClientId")!, Of("Scope") ?? "openid", Of("Audience"))
            : null;
        var ways = new Ways(names, RoleClaim.Of(configuration).Name, provider);
        DeclaredQuery.Check(app.MapGet(Path, () => TypedResults.Ok(ways)).ExcludeFromDescription());
    }

    private static IReadOnlyList<string> More(IConfiguration configuration) => SettingLists.Of(configuration, Section + "Origins");

    private static string? Origin(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri.GetLeftPart(UriPartial.Authority) : null;

    private sealed record Ways(bool Names, string RoleClaim, Provider? Provider);

    private sealed record Provider(string Authority, string ClientId, string Scope, string? Audience);
}
