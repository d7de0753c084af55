using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.Tokens;

namespace ECommerce.WebFrontend;

/// <summary>
/// Remembers tokens that were valid twice: a user sends the same one with every call, and its signature costs more than
/// anything else in many calls. A drop brings thousands of users who call once: to remember them would cost more than it saves.
/// A token is remembered for <see cref="MaximumAge"/> at most, never past its end, and only until the
/// keys of its issuer change. Each set of options has its own handler, so nothing is remembered across a change of configured keys.
/// </summary>
/// <param name="check">Checks a token.</param>
/// <param name="characters">The most characters of tokens that are remembered; the other tokens are checked each time.</param>
internal sealed class RememberingTokenHandler(TokenHandler check, long characters = MemoryBounds.Tokens) : TokenHandler
{
    /// <summary>How long a token is remembered before it is checked again.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(5);

    private static readonly object NoIssuer = new();

    // The hash of the token that was seen last in each place, which is enough to know most of those that come again.
    private readonly int[] _seen = new int[1 << 16];

    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = characters });

    /// <summary>How many tokens are remembered.</summary>
    public int Count => _valid.Count;

    /// <inheritdoc/>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var issuer = await Issuer(validationParameters);
        if (issuer is not null && _valid.TryGetValue(token, out Valid? known) && ReferenceEquals(known!.Issuer, issuer))
        {
            return known.Result;
        }

        var result = await check.ValidateTokenAsync(token, validationParameters);
        if (issuer is not null && result is { IsValid: true, SecurityToken.ValidTo: var end } && end > DateTime.MinValue
            && IsSeenAgain(token) && ReferenceEquals(issuer, await Issuer(validationParameters)))
        {
            var (now, skew) = (DateTime.UtcNow, validationParameters.ClockSkew);
            _valid.Set(token, new Valid(result, issuer), new MemoryCacheEntryOptions
            {
                Size = token.Length,
                AbsoluteExpiration = end < now + MaximumAge - skew ? end + skew : now + MaximumAge,
            });
        }

        return result;
    }

    private bool IsSeenAgain(string token)
    {
        var hash = token.GetHashCode();
        return Interlocked.Exchange(ref _seen[hash & (_seen.Length - 1)], hash) == hash;
    }

    /// <summary>
    /// What the issuer has published, which is another object as soon as it is read again. Null: it cannot be reached. Then the keys that
    /// are configured still count, and nothing is remembered.
    /// </summary>
    private static async Task<object?> Issuer(TokenValidationParameters parameters)
    {
        if (parameters.ConfigurationManager is not { } issuer)
        {
            return NoIssuer;
        }

        try
        {
            return await issuer.GetBaseConfigurationAsync(CancellationToken.None);
        }
        catch (Exception)
        {
            // Whatever it is, the check itself meets it again and knows what it means.
            return null;
        }
    }

    private sealed record Valid(TokenValidationResult Result, object Issuer);
}
