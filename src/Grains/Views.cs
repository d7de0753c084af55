namespace ECommerce.Grains;

/// <summary>From rows of the ledger to views.</summary>
internal static class Views
{
    /// <summary>A page of the first <paramref name="limit"/> rows out of one more.</summary>
    public static Page<TView> ToPage<TRow, TView>(this IReadOnlyList<Numbered<TRow>> rows, int limit, Func<TRow, TView> view) =>
        new([.. rows.Take(limit).Select(row => view(row.Row))], rows.Count > limit ? rows[limit - 1].Number : null);

    public static CouponView ToView(this Coupon coupon, DateTimeOffset now) =>
        new(coupon.Id, coupon.CampaignId, coupon.Name, coupon.Discount, coupon.MinimumOrder, coupon.IssuedAt, coupon.ExpiresAt,
            CouponRules.Status(coupon, now), coupon.OrderId);

    /// <summary>So many units of a variant at its price.</summary>
    public static OrderLine ToLine(this Variant variant, string productName, int quantity) =>
        new(variant.Sku, variant.ProductId, productName, variant.Options, quantity, variant.Price, Cancelled: 0);

    /// <summary>A coupon that its wallet has shown as usable.</summary>
    public static Coupon ToUnused(this CouponView coupon, string userId) =>
        new(coupon.Id, coupon.CampaignId, userId, coupon.Name, coupon.Discount, coupon.MinimumOrder, coupon.IssuedAt, coupon.ExpiresAt, null, null);

    public static CampaignView ToView(this Campaign campaign) =>
        new(campaign.Id, campaign.Name, campaign.Discount, campaign.MinimumOrder, campaign.Quantity, campaign.Quantity - campaign.Issued,
            campaign.ValidDays, campaign.StartsAt, campaign.EndsAt);

    public static ProductView ToView(this Product product, IReadOnlyList<Variant> variants) =>
        new(product.Id, product.Name, product.Description, product.Vendor, product.ImageUrl,
            variants.Count == 0 ? 0 : variants.Min(variant => variant.Price),
            product.Options,
            [.. variants.Select(variant => new VariantView(variant.Sku, variant.Options, variant.Price, variant.Stock, null, null))],
            variants.All(variant => variant.Stock == 0),
            null, [], [], null, ProductStatus.Active);
}
