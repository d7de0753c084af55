using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend;

/// <summary>
/// Checks tokens as the framework does, and what that leaves out: extensions that are marked critical, the form of the user id, and
/// keys that the identity provider published since they were read.
/// </summary>
internal sealed class CallerTokenHandler(RoleClaim roles) : JsonWebTokenHandler
{
    /// <summary>The claim of the identity that holds one role, whatever claim of the token it comes from.</summary>
    public const string Role = "role";

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (IsUnknown(result) && validationParameters.ConfigurationManager is IdentityProvider provider)
        {
            if (await provider.Refresh())
            {
                result = await base.ValidateTokenAsync(token, validationParameters);
            }

            if (provider.IsAway && IsUnknown(result))
            {
                return Refused(new ProviderAwayException());
            }
        }

        return result.IsValid && Fault((JsonWebToken)result.SecurityToken) is { } fault ? Refused(new RefusedTokenException(fault)) : result;
    }

    /// <summary>
    /// Only what the shop reads: its user and roles. Claims are told apart by their exact names here, while an identity looks them up whatever
    /// their case, so that a claim "SUB" would stand for the user.
    /// </summary>
    protected override ClaimsIdentity CreateClaimsIdentity(JsonWebToken jwtToken, TokenValidationParameters validationParameters, string issuer) =>
        new(
            [new Claim(Caller.Subject, jwtToken.Subject ?? ""), .. roles.RolesOf(jwtToken).Select(role => new Claim(Role, role))],
            JwtBearerDefaults.AuthenticationScheme, Caller.Subject, Role);

    /// <summary>True when the token may be good by what the identity provider publishes and is not known here.</summary>
    private static bool IsUnknown(TokenValidationResult result) =>
        result.Exception is SecurityTokenInvalidSignatureException or SecurityTokenInvalidIssuerException;

    private static TokenValidationResult Refused(Exception exception) => new() { IsValid = false, Exception = exception };

    /// <summary>RFC 7515, 4.1.11: what is marked critical must be understood, and nothing is. RFC 7797, 7: a token is always encoded.</summary>
    private static string? Fault(JsonWebToken token) =>
        token.TryGetHeaderValue<object>("crit", out _) ? "The token has critical extensions (crit) that are not understood."
        : token.TryGetHeaderValue<object>("b64", out _) ? "The token is not encoded as a JWT is (b64)."
        : !Caller.IsUserId(token.Subject) ? $"The token's sub is not a user id: {Caller.UserIdForm}."
        : null;
}

/// <summary>A token that is signed well, and refused for what it says.</summary>
internal sealed class RefusedTokenException(string reason) : SecurityTokenValidationException(reason);
