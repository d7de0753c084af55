using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ECommerce.Testing;

/// <summary>Tokens signed by hand, as an identity provider would sign them: also expired, forged and unsigned ones.</summary>
public static class SignedToken
{
    private const string Issuer = "shop-tests";
    private const string Audience = "shop";

    private static readonly byte[] Key = SHA256.HashData("the key of the tests, known to everybody"u8);

    /// <summary>The key and issuer as <c>dotnet user-jwts</c> writes them.</summary>
    public static IEnumerable<(string Name, string Value)> Configuration =>
    [
        ("Authentication__Schemes__Bearer__ValidIssuer", Issuer),
        ("Authentication__Schemes__Bearer__ValidAudiences__0", Audience),
        ("Authentication__Schemes__Bearer__SigningKeys__0__Id", "tests"),
        ("Authentication__Schemes__Bearer__SigningKeys__0__Issuer", Issuer),
        ("Authentication__Schemes__Bearer__SigningKeys__0__Value", Convert.ToBase64String(Key)),
        ("Authentication__Schemes__Bearer__SigningKeys__0__Length", Key.Length.ToString()),
    ];

    /// <summary>A good token.</summary>
    public static string For(string user, bool admin = false) => Sign(Claims(user, admin, expires: 3_600));

    /// <summary>A token whose time is long over.</summary>
    public static string Expired(string user) => Sign(Claims(user, admin: false, expires: -3_600));

    /// <summary>A token for another audience.</summary>
    public static string ForAnotherAudience(string user) => Sign(Claims(user, admin: false, expires: 3_600, audience: "another"));

    /// <summary>A token from another issuer.</summary>
    public static string FromAnotherIssuer(string user) => Sign(Claims(user, admin: false, expires: 3_600, issuer: "another"));

    /// <summary>A token signed with a key that nobody configured.</summary>
    public static string Forged(string user, bool admin = false) => Signed(user, SHA256.HashData("another key"u8), admin);

    /// <summary>A token signed with that key.</summary>
    public static string Signed(string user, byte[] key, bool admin = false) => Sign(Claims(user, admin, expires: 3_600), key);

    /// <summary>A token with "alg": "none" and no signature.</summary>
    public static string Unsigned(string user, bool admin = false) =>
        Encode(new { alg = "none", typ = "JWT" }) + "." + Encode(Claims(user, admin, expires: 3_600)) + ".";

    /// <summary>A good token but for the members that are added to its header or claims; one that is null is left out.</summary>
    public static string With(
        IReadOnlyDictionary<string, object?>? header = null, IReadOnlyDictionary<string, object?>? claims = null, byte[]? key = null) =>
        Sign(Changed(Claims("mina", admin: false, expires: 3_600), claims), key, Changed(Header, header));

    private static Dictionary<string, object> Header => new() { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = "tests" };

    private static Dictionary<string, object> Changed(Dictionary<string, object> members, IReadOnlyDictionary<string, object?>? changes)
    {
        foreach (var (name, value) in changes ?? new Dictionary<string, object?>())
        {
            members.Remove(name);
            if (value is not null)
            {
                members.Add(name, value);
            }
        }

        return members;
    }

    private static Dictionary<string, object> Claims(
        string user, bool admin, int expires, string issuer = Issuer, string audience = Audience)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = user,
            ["iss"] = issuer,
            ["aud"] = audience,
            ["nbf"] = now.AddHours(-2).ToUnixTimeSeconds(),
            ["exp"] = now.AddSeconds(expires).ToUnixTimeSeconds(),
        };
        if (admin)
        {
            claims["role"] = "admin";
        }

        return claims;
    }

    private static string Sign(object claims, byte[]? key = null, object? header = null)
    {
        var text = Encode(header ?? Header) + "." + Encode(claims);
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key ?? Key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
