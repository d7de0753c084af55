using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>
/// ETags are made of the content alone, so that every frontend gives the same ETag for the same answer. Those of what can be changed
/// with <c>If-Match</c> have two parts: a <see cref="DefinitionTag"/>, which <c>If-Match</c> compares, and the rest of the answer. An answer
/// that is compressed has the encoding in its tag, since other bytes need another tag (RFC 9110, 8.8.3.3).
/// </summary>
internal static class ETags
{
    private const char Separator = '-';
    private const char OwnerSeparator = '.';
    private static readonly string[] Encoded = [.. Encodings.Names.Select(name => Separator + name)];

    /// <summary>The ETag of a body.</summary>
    public static string Of(ReadOnlySpan<byte> body) => $"\"{Hash(body)}\"";

    /// <summary>The ETag of an answer that says the same as others with this content, though not in the same bytes.</summary>
    public static string Weak(ReadOnlySpan<byte> content) => "W/" + Of(content);

    /// <summary>The ETag of an answer in an encoding.</summary>
    public static string In(string encoding, string etag) => $"{etag.AsSpan(0, etag.Length - 1)}{Separator}{encoding}\"";

    /// <summary>The ETag of a product.</summary>
    public static string Of(ProductView product) =>
        InTwoParts(DefinitionTag.Of(product), Hash(JsonSerializer.SerializeToUtf8Bytes(product.Variants.Select(variant => variant.Stock).Append(product.UnitsSold ?? -1))));

    /// <summary>The ETag of a campaign as shoppers see it.</summary>
    public static string Of(CampaignView campaign) => InTwoParts(
        DefinitionTag.Of(campaign), campaign.Remaining.ToString(CultureInfo.InvariantCulture) + (campaign.Paused == true ? "-paused" : ""));

    /// <summary>The ETag of a user's cart. It names the user: carts of two users may have the same version.</summary>
    public static string Of(CartView cart, string userId) => InTwoParts(
        DefinitionTag.OfCart(cart.Version) + OwnerOf(userId), Hash(JsonSerializer.SerializeToUtf8Bytes(cart, HttpJson.Options)));

    /// <summary>From the <see cref="Definition"/> of a user's cart to what its grain compares; of another's cart it is what matches nothing.</summary>
    public static string DefinitionOfCart(string definition, string userId) =>
        OwnerOf(userId) is var owner && definition.EndsWith(owner, StringComparison.Ordinal) ? definition[..^owner.Length] : "";

    /// <summary>The part of an ETag that <c>If-Match</c> compares. Tags that are none of ours stay as they are, and match nothing.</summary>
    public static string Definition(EntityTagHeaderValue tag) => Opaque(tag).Split(Separator)[0];

    /// <summary>Sets the ETag of the answer. True when the caller has this answer already, in whatever encoding.</summary>
    public static bool Matches(HttpContext context, string etag)
    {
        context.Response.Headers.ETag = etag;
        var asked = context.Request.Headers.IfNoneMatch;
        if (asked.Count == 0 || !EntityTagHeaderValue.TryParseList(asked, out var tags))
        {
            return false;
        }

        var content = ContentOf(EntityTagHeaderValue.Parse(etag));
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || ContentOf(tag) == content);
    }

    /// <summary>A tag without its encoding: a caller who has the answer in another encoding has it as well.</summary>
    private static string ContentOf(EntityTagHeaderValue tag) =>
        Opaque(tag) is var text && Encoded.FirstOrDefault(end => text.EndsWith(end, StringComparison.Ordinal)) is { } encoding ? text[..^encoding.Length] : text;

    private static string Opaque(EntityTagHeaderValue tag) => tag.Tag.Subsegment(1, tag.Tag.Length - 2).Value!;

    private static string OwnerOf(string userId) => OwnerSeparator + Hash(Encoding.ASCII.GetBytes(userId))[..8];

    private static string InTwoParts(string definition, string rest) => $"\"{definition}{Separator}{rest}\"";

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12));
}
