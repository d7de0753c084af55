using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ECommerce.WebFrontend;

/// <summary>Who calls: a bearer token, checked with the standard <c>Authentication:Schemes:Bearer</c> configuration.</summary>
internal static class ShopAuthentication
{
    /// <summary>The policy and role that open the operator's calls.</summary>
    public const string Admin = "admin";

    /// <summary>
    /// Why the shop must not start: without a key it cannot tell good tokens from forged ones, and with tokens for anybody it need not. Null
    /// when it may start.
    /// </summary>
    public static string? RefuseToStart(WebApplicationBuilder builder) =>
        DevTokens.RefuseToStart(builder)
        ?? RoleClaim.RefuseToStart(builder.Configuration)
        ?? new AuthenticationSettings(builder.Configuration).Fault(hasOthers: DevTokens.AreEnabled(builder) && builder.Environment.IsDevelopment());

    public static void AddShopAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RefusedCalls>();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();

        // Authentication brings data protection along, which nothing here uses and whose start would write a key into the home folder.
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
        builder.Services.AddSingleton<IOptionsChangeTokenSource<JwtBearerOptions>>(new ConfigurationChangeTokenSource<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme, builder.Configuration.GetSection(AuthenticationSettings.Section)));
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).PostConfigure<ILogger<IdentityProvider>, RefusedCalls>((bearer, logger, refused) =>
        {
            bearer.TokenHandlers.Clear();
            bearer.TokenHandlers.Add(new RememberingTokenHandler(new CallerTokenHandler(RoleClaim.Of(builder.Configuration))));

            // As they are configured, keys are looked for in the configuration each time they are read: with every token. A change of
            // the section makes these options anew.
            bearer.TokenValidationParameters.IssuerSigningKeys = new AuthenticationSettings(builder.Configuration).Keys;
            bearer.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
            bearer.ConfigurationManager = Provider(bearer, logger);
            bearer.Events = new JwtBearerEvents
            {
                OnAuthenticationFailed = refused.TokenRefused,
                OnForbidden = refused.Forbidden,
                OnChallenge = context =>
                {
                    refused.Challenged(context);
                    return TokenFaults.Answer(context);
                },
            };
            if (DevTokens.AreEnabled(builder))
            {
                DevTokens.Accept(bearer.TokenValidationParameters);
            }
        });
        builder.Services.AddAuthorizationBuilder().AddPolicy(Admin, policy => policy.RequireAuthenticatedUser().RequireRole(Admin));
    }

    /// <summary>The identity provider that the framework found in the configuration; null: there is none.</summary>
    private static IdentityProvider? Provider(JwtBearerOptions bearer, ILogger<IdentityProvider> logger)
    {
        if (bearer.MetadataAddress is not { Length: > 0 } address)
        {
            return null;
        }

        var documents = new HttpDocumentRetriever(bearer.Backchannel) { RequireHttps = bearer.RequireHttpsMetadata };
        return new IdentityProvider(
            cancellation => OpenIdConnectConfigurationRetriever.GetAsync(address, documents, cancellation), TimeProvider.System, logger)
        {
            UseLastKnownGoodConfiguration = false,
        };
    }
}
