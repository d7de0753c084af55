using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend;

/// <summary>
/// Tokens for anybody who asks, to try the shop. Their key may be public, since anybody who reaches <c>/dev/tokens</c> gets any
/// token they like. It is the same in every process, so that tokens outlive restarts.
/// </summary>
internal static partial class DevTokens
{
    private const string Enabled = "DevTokens:Enabled";
    private const string AllowInProduction = "DevTokens:AllowInProduction";
    private const string Issuer = "ecommerce-dev";
    private const string Audience = "ecommerce";
    private const string KeyText = "ecommerce development tokens, not a secret";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes(KeyText)) { KeyId = "dev" };

    public static bool AreEnabled(WebApplicationBuilder builder) => AreEnabled(builder.Configuration, builder.Environment);

    public static bool AreEnabled(WebApplication app) => AreEnabled(app.Configuration, app.Environment);

    /// <summary>
    /// Why the shop must not start: one setting that was copied from a developer's machine would make everybody an operator. Whatever is not
    /// Development counts as Production. Null when it may start.
    /// </summary>
    public static string? RefuseToStart(WebApplicationBuilder builder) =>
        AreEnabled(builder) && !builder.Environment.IsDevelopment() && !builder.Configuration.GetValue(AllowInProduction, false)
            ? $"{Enabled} makes everybody an operator who asks, and this is {builder.Environment.EnvironmentName}, not Development. "
                + $"If that is what you want, as for a demonstration without money, set {AllowInProduction}=true as well."
            : null;

    /// <summary>Accepts these tokens beside those of the configured keys.</summary>
    public static void Accept(TokenValidationParameters parameters)
    {
        parameters.IssuerSigningKeys = [.. parameters.IssuerSigningKeys ?? [], Key];
        parameters.ValidIssuers = [.. parameters.ValidIssuers ?? [], Issuer];
        parameters.ValidAudiences = [.. parameters.ValidAudiences ?? [], Audience];
        parameters.ValidateIssuer = true;
    }

    public static void MapDevTokens(this WebApplication app)
    {
        if (AreEnabled(app))
        {
            if (!app.Environment.IsDevelopment())
            {
                LogOpen(app.Logger, Enabled, AllowInProduction);
            }

            DeclaredQuery.Check(app.MapPost("/dev/tokens", Create).ExcludeFromDescription());
        }
    }

    private static bool AreEnabled(IConfiguration configuration, IHostEnvironment environment) =>
        configuration.GetValue(Enabled, environment.IsDevelopment());

    private static Results<Ok<DevToken>, ProblemHttpResult> Create(JsonBody<DevTokenRequest> body, TimeProvider clock, IConfiguration configuration)
    {
        if (!Caller.IsUserId(body.Value.User))
        {
            return Problem.Invalid("user", $"is not {Caller.UserIdForm}");
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { [Caller.Subject] = body.Value.User };
        if (body.Value.Admin == true)
        {
            claims[RoleClaim.Of(configuration).Name] = ShopAuthentication.Admin;
        }

        return TypedResults.Ok(new DevToken(new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            Claims = claims,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
        })));
    }

    [LoggerMessage(LogLevel.Warning, "Everybody who asks gets the token of any user and of operators: {Enabled} and {AllowInProduction} are set. Nothing here is protected.")]
    private static partial void LogOpen(ILogger logger, string enabled, string allowInProduction);

    private sealed record DevTokenRequest(string User, bool? Admin);

    private sealed record DevToken(string Token);
}
