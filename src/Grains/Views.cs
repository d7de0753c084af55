namespace ECommerce.Grains;

/// <summary>From rows of the ledger to views.</summary>
internal static class Views
{
    /// <summary>A page of the first <paramref name="limit"/> rows out of one more.</summary>
    public static Page<TView> ToPage<TRow, TView>(this IReadOnlyList<Numbered<TRow>> rows, int limit, Func<TRow, TView> view) =>
        rows.ToPage(limit, (_, row) => view(row));

    /// <inheritdoc cref="ToPage{TRow, TView}(IReadOnlyList{Numbered{TRow}}, int, Func{TRow, TView})"/>
    /// <param name="view">Of the number of a row, and the row.</param>
    public static Page<TView> ToPage<TRow, TView>(this IReadOnlyList<Numbered<TRow>> rows, int limit, Func<long, TRow, TView> view) =>
        new([.. rows.Take(limit).Select(row => view(row.Number, row.Row))], rows.Count > limit ? rows[limit - 1].Number : null);

    public static CouponView ToView(this Coupon coupon, DateTimeOffset now) =>
        new(coupon.Id, coupon.CampaignId, coupon.Name, coupon.Discount, coupon.MinimumOrder, coupon.IssuedAt, coupon.ExpiresAt,
            CouponRules.Status(coupon, now), coupon.OrderId, coupon.Place);

    /// <summary>As its user sees it.</summary>
    public static WalletEntryView ToView(this WalletEntry entry) =>
        new(entry.Id, entry.Kind, entry.Amount, entry.Balance, entry.OrderId, entry.At);

    /// <summary>So many units of a variant at its price.</summary>
    public static OrderLine ToLine(this Variant variant, string productName, int quantity) =>
        new(variant.Sku, variant.ProductId, productName, variant.Options, quantity, variant.Price, Cancelled: 0);

    /// <summary>A coupon that its wallet has shown as usable.</summary>
    public static Coupon ToUnused(this CouponView coupon, string userId) =>
        new(coupon.Id, coupon.CampaignId, userId, coupon.Name, coupon.Discount, coupon.MinimumOrder, coupon.IssuedAt, coupon.ExpiresAt, null, null);

    public static CampaignView ToView(this Campaign campaign) =>
        new(campaign.Id, campaign.Name, campaign.Discount, campaign.MinimumOrder, campaign.Quantity, campaign.Quantity - campaign.Issued,
            campaign.ValidDays, campaign.StartsAt, campaign.EndsAt, campaign.Paused ? true : null);

    public static ProductView ToView(this Product product, IReadOnlyList<Variant> variants)
    {
        var cheapest = variants.MinBy(variant => variant.Price);
        return new(
            product.Id, product.Name, product.Description, product.Vendor, product.ImageUrl ?? product.Images.FirstOrDefault()?.Url,
            cheapest?.Price ?? 0,
            product.Options,
            [.. variants.Select(variant => new VariantView(
                variant.Sku, variant.Options, variant.Price, variant.Stock, variant.CompareAtPrice, variant.ImageUrl))],
            variants.All(variant => variant.Stock == 0),
            product.Type, product.Tags, product.Images, cheapest?.CompareAtPrice, product.Status);
    }

    /// <summary>What a merge made true.</summary>
    public static MergedProduct ToView(this ProductSaveResult merged) => new(
        merged.Product.Status,
        [.. merged.Others.Select(other => other.Sku)],
        DefinitionTag.Of(merged.Product.ToView(merged.Variants)),
        merged.Blocked);

    /// <summary>The same where a stock that is not said is none.</summary>
    public static SaveProduct WithStock(this SaveProduct command) =>
        command with { Variants = [.. command.Variants.Select(variant => variant with { Stock = variant.Stock ?? 0 })] };

    /// <summary>A product of whose options nothing is known, with those that it has. A variant that it has not is without options.</summary>
    public static SaveProduct WithOptionsOf(this SaveProduct command, ProductSnapshot found)
    {
        var rows = found.Variants.ToDictionary(row => row.Sku, row => row.Options, StringComparer.Ordinal);
        return command with
        {
            Options = found.Product.Options,
            Variants = [.. command.Variants.Select(variant => variant with { Options = rows.GetValueOrDefault(variant.Sku) })],
        };
    }

    /// <summary>What a command asks the ledger to make true.</summary>
    public static ProductSaved ToEvent(this SaveProduct command, string productId, DateTimeOffset at) => new(
        new Product(productId, command.Name, command.Description, command.Vendor, command.ImageUrl, command.Options ?? [])
        {
            Type = command.Type,
            Tags = command.Tags ?? [],
            Images = command.Images ?? [],
            Status = command.Status ?? ProductStatus.Active,
        },
        [
            .. command.Variants.Select(variant => new NewVariant(
                variant.Sku, variant.Options ?? new Dictionary<string, string>(), variant.Price, variant.Stock, variant.CompareAtPrice,
                variant.ImageUrl)),
        ],
        at);
}
