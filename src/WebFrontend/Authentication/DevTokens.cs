using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend;

/// <summary>
/// Tokens for anybody who asks, to try the shop. Their key may be public, since anybody who reaches <c>/dev/tokens</c> gets any
/// token they like. It is the same in every process, so that tokens outlive restarts.
/// </summary>
internal static class DevTokens
{
    private const string Issuer = "ecommerce-dev";
    private const string Audience = "ecommerce";
    private const string KeyText = "ecommerce development tokens, not a secret";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes(KeyText)) { KeyId = "dev" };

    public static bool AreEnabled(WebApplicationBuilder builder) => AreEnabled(builder.Configuration, builder.Environment);

    public static bool AreEnabled(WebApplication app) => AreEnabled(app.Configuration, app.Environment);

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
            DeclaredQuery.Check(app.MapPost("/dev/tokens", Create).ExcludeFromDescription());
        }
    }

    private static bool AreEnabled(IConfiguration configuration, IHostEnvironment environment) =>
        configuration.GetValue("DevTokens:Enabled", environment.IsDevelopment());

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

    private sealed record DevTokenRequest(string User, bool? Admin);

    private sealed record DevToken(string Token);
}
