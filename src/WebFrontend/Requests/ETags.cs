using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>
/// ETags are made of the content alone, so that every frontend gives the same ETag for the same answer. Those of what can be changed
/// with <c>If-Match</c> have two parts: a <see cref="DefinitionTag"/>, which <c>If-Match</c> compares, and the rest of the answer.
/// </summary>
internal static class ETags
{
    private const char Separator = '-';

    /// <summary>The ETag of a body.</summary>
    public static string Of(ReadOnlySpan<byte> body) => $"\"{Hash(body)}\"";

    /// <summary>The ETag of a product.</summary>
    public static string Of(ProductView product) =>
        InTwoParts(DefinitionTag.Of(product), Hash(JsonSerializer.SerializeToUtf8Bytes(product.Variants.Select(variant => variant.Stock).Append(product.UnitsSold ?? -1))));

    /// <summary>The ETag of a campaign.</summary>
    public static string Of(CampaignView campaign) =>
        InTwoParts(DefinitionTag.Of(campaign), campaign.Remaining.ToString(CultureInfo.InvariantCulture));

    /// <summary>The ETag of a cart.</summary>
    public static string Of(CartView cart) =>
        InTwoParts(DefinitionTag.OfCart(cart.Version), Hash(JsonSerializer.SerializeToUtf8Bytes(cart, HttpJson.Options)));

    /// <summary>The part of an ETag that <c>If-Match</c> compares. Tags that are none of ours stay as they are, and match nothing.</summary>
    public static string Definition(EntityTagHeaderValue tag) => tag.Tag.Subsegment(1, tag.Tag.Length - 2).Value!.Split(Separator)[0];

    /// <summary>Sets the ETag of the answer. True when the caller has this answer already.</summary>
    public static bool Matches(HttpContext context, string etag)
    {
        context.Response.Headers.ETag = etag;
        var asked = context.Request.Headers.IfNoneMatch;
        return asked.Count > 0
            && EntityTagHeaderValue.TryParseList(asked, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(EntityTagHeaderValue.Parse(etag), useStrongComparison: false));
    }

    private static string InTwoParts(string definition, string rest) => $"\"{definition}{Separator}{rest}\"";

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12));
}
