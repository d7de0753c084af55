using System.Security.Cryptography;
using System.Text.Json;

namespace ECommerce.WebFrontend;

/// <summary>The data of an event <c>product</c>. What is not on sale is sold out and has no variants.</summary>
internal sealed record LiveProduct(string Id, bool SoldOut, IReadOnlyList<LiveVariant> Variants)
{
    /// <summary>What is told of a product; null: it is not on sale.</summary>
    public static LiveProduct Of(string id, ProductView? product) => product is null
        ? new(id, SoldOut: true, [])
        : new(id, product.SoldOut, [.. product.Variants.Select(variant => new LiveVariant(variant.Sku, variant.Stock))]);
}

/// <summary>A variant and the units that there are of it.</summary>
internal sealed record LiveVariant(string Sku, long Stock);

/// <summary>The data of an event <c>campaign</c>.</summary>
/// <param name="Paused">True while nobody can claim for now; absent otherwise.</param>
internal sealed record LiveCampaign(string Id, long Quantity, long Remaining, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool? Paused = null)
{
    public static LiveCampaign Of(CampaignView campaign) => new(
        campaign.Id, campaign.Quantity, campaign.Remaining, campaign.StartsAt, campaign.EndsAt, campaign.Paused == true ? true : null);
}

/// <summary>
/// What is told of one name, as ready bytes that all its readers share, and their tag: made of the bytes alone, so that a reader who comes
/// to another frontend is told again only what has changed.
/// </summary>
internal sealed record LiveState(byte[] Data, string Tag)
{
    /// <summary>The length of a tag, in characters.</summary>
    public const int TagLength = 8;

    /// <summary>The tag of what a reader has not been told of.</summary>
    public const string NoTag = "--------";

    private const int TagBytes = 6;

    /// <summary>Of the data of an event.</summary>
    public static LiveState Of<T>(T data)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(data, HttpJson.Options);
        return new(bytes, Convert.ToBase64String(SHA256.HashData(bytes).AsSpan(0, TagBytes)).Replace('/', '_').Replace('+', '.'));
    }
}
