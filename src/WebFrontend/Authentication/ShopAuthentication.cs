using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace ECommerce.WebFrontend;

/// <summary>Who calls: a bearer token, checked with the standard <c>Authentication:Schemes:Bearer</c> configuration.</summary>
internal static class ShopAuthentication
{
    /// <summary>The policy and role that open the operator's calls.</summary>
    public const string Admin = "admin";

    private const string Section = "Authentication:Schemes:Bearer";

    /// <summary>Why the shop must not start: without a key it cannot tell good tokens from forged ones. Null when it may start.</summary>
    public static string? RefuseToStart(WebApplicationBuilder builder) =>
        HasKey(builder.Configuration) || (DevTokens.AreEnabled(builder) && !builder.Environment.IsProduction())
            ? null
            : $"No key to check tokens with: configure {Section}:SigningKeys or {Section}:Authority "
              + "(see 'Who calls' in the README), or run with ASPNETCORE_ENVIRONMENT=Development to try the shop.";

    public static void AddShopAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();

        // Authentication brings data protection along, which nothing here uses and whose start would write a key into the home folder.
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
        builder.Services.AddSingleton<IOptionsChangeTokenSource<JwtBearerOptions>>(
            new ConfigurationChangeTokenSource<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, builder.Configuration.GetSection(Section)));
        builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer =>
        {
            bearer.TokenHandlers.Clear();
            bearer.TokenHandlers.Add(new RememberingTokenHandler { MapInboundClaims = false });

            // As they are configured, keys are looked for in the configuration each time they are read: with every token. A change of
            // the section makes these options anew.
            bearer.TokenValidationParameters.IssuerSigningKeys = bearer.TokenValidationParameters.IssuerSigningKeys?.ToArray();
            bearer.TokenValidationParameters.NameClaimType = "sub";
            bearer.TokenValidationParameters.RoleClaimType = "role";
            bearer.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
            bearer.Events = new JwtBearerEvents
            {
                OnTokenValidated = context =>
                {
                    if (!Caller.IsUserId(context.Principal?.FindFirst("sub")?.Value))
                    {
                        context.Fail("The token's sub is not a user id.");
                    }

                    return Task.CompletedTask;
                },
            };
            if (DevTokens.AreEnabled(builder))
            {
                DevTokens.Accept(bearer.TokenValidationParameters);
            }
        });
        builder.Services.AddAuthorizationBuilder().AddPolicy(Admin, policy => policy.RequireAuthenticatedUser().RequireRole(Admin));
    }

    private static bool HasKey(IConfiguration configuration) =>
        configuration.GetSection($"{Section}:SigningKeys").GetChildren().Any(key => !string.IsNullOrEmpty(key["Value"]))
        || !string.IsNullOrEmpty(configuration[$"{Section}:Authority"]);
}
