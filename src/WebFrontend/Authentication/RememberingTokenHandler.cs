using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend;

/// <summary>
/// Checks tokens, and remembers those that were valid: a user sends the same one with every call, and a signature costs more than
/// the rest of a call. A token is remembered until its end, and until the keys of its issuer change. One for each set of options,
/// so that other keys in the configuration begin with no memory.
/// </summary>
internal sealed class RememberingTokenHandler : JsonWebTokenHandler
{
    /// <summary>The most tokens that are remembered; the others are checked each time.</summary>
    public const int Bound = 50_000;

    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = Bound });

    /// <summary>How many tokens are remembered.</summary>
    public int Count => _valid.Count;

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (_valid.TryGetValue(token, out Valid? known) && ReferenceEquals(known!.Keys, await Keys(validationParameters)))
        {
            return known.Result;
        }

        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result is { IsValid: true, SecurityToken.ValidTo: var end } && end > DateTime.MinValue)
        {
            _valid.Set(token, new Valid(result, await Keys(validationParameters)), new MemoryCacheEntryOptions
            {
                Size = 1,
                AbsoluteExpiration = new DateTimeOffset(end, TimeSpan.Zero) + validationParameters.ClockSkew,
            });
        }

        return result;
    }

    /// <summary>What the issuer has published, which is another object as soon as it is read again; null when keys are configured.</summary>
    private static async Task<object?> Keys(TokenValidationParameters parameters) =>
        parameters.ConfigurationManager is { } issuer ? await issuer.GetBaseConfigurationAsync(CancellationToken.None) : null;

    private sealed record Valid(TokenValidationResult Result, object? Keys);
}
