using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend;

/// <summary>Answers those whose token is not accepted: with the reason, or that it cannot be checked now.</summary>
internal static class TokenFaults
{
    public static async Task Answer(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is not { } failure)
        {
            return;
        }

        context.HandleResponse();
        if (failure is ProviderAwayException)
        {
            await Problem.OfStatus(StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context.HttpContext);
            return;
        }

        var reason = Reason(failure);
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"invalid_token\", error_description=\"{reason}\"";
        await Problem.Unauthorized(reason).ExecuteAsync(context.HttpContext);
    }

    /// <summary>What is wrong with a token, in a word; there are few of them.</summary>
    public static string Kind(Exception failure) => failure switch
    {
        RefusedTokenException or SecurityTokenNoExpirationException => "unusable_token",
        SecurityTokenExpiredException => "expired_token",
        SecurityTokenNotYetValidException => "early_token",
        SecurityTokenInvalidAudienceException => "wrong_audience",
        SecurityTokenInvalidIssuerException => "wrong_issuer",
        SecurityTokenInvalidSignatureException => "wrong_signature",
        _ => "unreadable_token",
    };

    private static string Reason(Exception failure) => failure switch
    {
        RefusedTokenException refused => refused.Message,
        SecurityTokenNoExpirationException => "The token has no end (exp).",
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet (nbf).",
        SecurityTokenInvalidLifetimeException => "The token ends (exp) before it begins (nbf).",
        SecurityTokenInvalidAudienceException => "The token is for another audience.",
        SecurityTokenInvalidIssuerException => "The token is from another issuer.",
        SecurityTokenInvalidSignatureException => "The token is not signed with a key that is accepted here.",
        _ => "The token cannot be read.",
    };
}
