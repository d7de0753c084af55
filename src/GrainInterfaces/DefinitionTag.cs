using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace ECommerce.GrainInterfaces;

/// <summary>
/// Short texts that change with what an operator defines, and not with what is sold: stock and remaining coupons change with every
/// sale, and an operator's change must not be refused for that. They are what a <see cref="Precondition"/> names.
/// </summary>
public static class DefinitionTag
{
    /// <summary>Of a product: all but its stock and the units sold.</summary>
    public static string Of(ProductView product) => Hash(product with
    {
        SoldOut = false,
        UnitsSold = null,
        Variants = [.. product.Variants.Select(variant => variant with
        {
            Stock = 0,
            Options = new SortedDictionary<string, string>(variant.Options.ToDictionary(), StringComparer.Ordinal),
        })],
    });

    /// <summary>Of a campaign: all but what became of its coupons, and whether it is paused. What is absent is not written, so that older programs give the same tag.</summary>
    public static string Of(CampaignView campaign) =>
        Hash(campaign with { Remaining = 0, Paused = null, Issued = null, Used = null, DiscountGiven = null });

    /// <summary>Of a cart: its version. Prices and stock are not the user's.</summary>
    public static string OfCart(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static string Hash<T>(T view) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(view)).AsSpan(0, 12));
}
