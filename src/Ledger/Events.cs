using System.Diagnostics;

namespace ECommerce.Ledger;

/// <summary>Something that is to become true. Applied whole or not at all; its id makes a repeat harmless.</summary>
/// <param name="Id">Unique for the kind of event; a second event with the same id has no second effect.</param>
public abstract record LedgerEvent(string Id)
{
    /// <summary>The operator's act that it is; null: nobody's, and the log says nothing of it.</summary>
    public Act? By { get; init; }

    /// <summary>
    /// The span of its commit, which payment events remember as their trace; null: its trace is not recorded, or nobody records traces.
    /// </summary>
    public Activity? Span { get; init; }
}

/// <summary>An event whose verdict carries a <typeparamref name="TResult"/>: what is true after it.</summary>
public abstract record LedgerEvent<TResult>(string Id) : LedgerEvent(Id)
    where TResult : class;

/// <summary>Money put into a wallet, in won; a wallet begins with its first charge.</summary>
public sealed record WalletCharged(string Id, string UserId, long Amount, DateTimeOffset At) : LedgerEvent<WalletEntry>(Id)
{
    internal WalletEntry ToEntry(long balance) => new(Id, UserId, WalletEntryKind.Charge, Amount, balance, null, At);
}

/// <summary>Money that an operator gave or took back, in won, not 0; refused when the balance would fall below zero.</summary>
/// <param name="Reason">Why, in the operator's words.</param>
public sealed record WalletAdjusted(string Id, string UserId, long Amount, string Reason, DateTimeOffset At) : LedgerEvent<WalletEntry>(Id);

/// <summary>A coupon given to a user, while the campaign is open. The ledger sets its terms from the campaign as it is at commit.</summary>
/// <param name="Campaign">The campaign as the caller knows it. With it, the ledger need not look it up first.</param>
public sealed record CouponIssued(string Id, string CampaignId, string UserId, DateTimeOffset At, Campaign? Campaign = null) : LedgerEvent<Coupon>(Id)
{
    /// <summary>Whether an operator gives it: also before the campaign's start, after its end and while it is paused.</summary>
    public bool IsGiven { get; init; }

    internal Coupon ToCoupon(Campaign campaign) => new(
        Id, campaign.Id, UserId, campaign.Name, campaign.Discount, campaign.MinimumOrder, At, At.AddDays(campaign.ValidDays), OrderId: null, UsedAt: null);
}

/// <summary>An order placed, its prices fixed; refused when they are not the current ones.</summary>
public sealed record OrderPlaced(Order Order) : LedgerEvent<Order>(Order.Id);

/// <summary>An order placed and paid whole in one, or neither.</summary>
/// <param name="Order">The order as it would be placed; refused when its prices are not the current ones.</param>
/// <param name="CouponId">The coupon used, if any.</param>
/// <param name="Discount">What the coupon takes off, in won; refused when the ledger counts another.</param>
/// <param name="Coupon">The coupon as the caller knows it. With it, the ledger need not look it up first.</param>
public sealed record OrderBought(Order Order, string? CouponId, long Discount, Coupon? Coupon = null) : LedgerEvent<Order>(Order.Id)
{
    internal OrderPaid ToPaid() => new(Order, CouponId, Discount, Order.PlacedAt, Coupon) { Span = Span };
}

/// <summary>An order paid whole.</summary>
/// <param name="Order">The order as it was placed; the ledger's own row decides.</param>
/// <param name="CouponId">The coupon used, if any.</param>
/// <param name="Discount">What the coupon takes off, in won; refused when the ledger counts another.</param>
/// <param name="At">When; an order or coupon that has expired by then is refused.</param>
/// <param name="Coupon">The coupon as the caller knows it. With it, the ledger need not look it up first.</param>
public sealed record OrderPaid(Order Order, string? CouponId, long Discount, DateTimeOffset At, Coupon? Coupon = null) : LedgerEvent<Order>(Order.Id);

/// <summary>An order cancelled, or units of it: of a paid one they are taken back, and of an unpaid one nothing moves.</summary>
/// <param name="Id">Of this cancellation; a second one with the same id has the result of the first.</param>
/// <param name="Order">The order as the caller knows it; the ledger's own row decides.</param>
/// <param name="Reason">Why, in the caller's words.</param>
/// <param name="Items">The units, refused when fewer are left. Null: all that is left; what is cancelled already stays as it is.</param>
public sealed record OrderCancelled(string Id, Order Order, DateTimeOffset At, string? Reason = null, IReadOnlyList<StockLine>? Items = null)
    : LedgerEvent<CancelledOrder>(Id);

/// <summary>A product with all its variants, replacing what was. Variants left out are no longer sold, and their skus are free.</summary>
/// <param name="KeepsOthers">
/// Variants left out stay as they are: an active product sells them, another sells none. No sku comes free but by
/// <see cref="LeavesOut"/>: a product that is to be archived keeps its status, which <see cref="ProductWithdrawn"/> changes later.
/// </param>
/// <param name="DerivedSkus">Of variants that go by their options, see <see cref="Resolved"/>.</param>
public sealed record ProductSaved(
    Product Product, IReadOnlyList<NewVariant> Variants, DateTimeOffset At, bool KeepsOthers = false, IReadOnlyCollection<string>? DerivedSkus = null)
    : LedgerEvent<ProductSaveResult>(Product.Id)
{
    /// <summary>Set: refused when the product and its variants are no longer as they were then, whatever their stock is. Null: whatever they are.</summary>
    public Replaced<ProductSnapshot>? Replaces { get; init; }

    /// <summary>What stays as it is where others are kept, because nothing is known of it.</summary>
    public ProductParts Unsaid { get; init; }

    /// <summary>
    /// Where others are kept, null: refused when a variant is blocked, see <see cref="VariantMerge"/>. Given: blocked variants are left
    /// out, unless that were all of them, and the product no longer has the variants with these skus.
    /// </summary>
    public IReadOnlyCollection<string>? LeavesOut { get; init; }

    /// <summary>The variants, each with a derived sku as the one with the same options that the product has already.</summary>
    /// <param name="rows">The variants that the product has.</param>
    public IReadOnlyList<NewVariant> Resolved(IEnumerable<Variant> rows)
    {
        if (DerivedSkus is null or { Count: 0 })
        {
            return Variants;
        }

        var named = Variants.Select(variant => variant.Sku).Except(DerivedSkus).ToHashSet(StringComparer.Ordinal);
        var unnamed = rows.Where(row => !named.Contains(row.Sku)).ToList();
        return
        [
            .. Variants.Select(variant =>
                DerivedSkus.Contains(variant.Sku) && unnamed.Find(row => HasOptions(row, variant)) is { } meant ? variant with { Sku = meant.Sku } : variant),
        ];
    }

    private static bool HasOptions(Variant row, NewVariant variant) =>
        row.Options.Count == variant.Options.Count
        && row.Options.All(option => variant.Options.TryGetValue(option.Key, out var value) && value == option.Value);
}

/// <summary>Variants of a product, or the product as a whole, taken off sale; their skus are free then.</summary>
/// <param name="Skus">Variants that the product no longer has; what is not one of its variants is passed over.</param>
/// <param name="Archives">Whether the product becomes <see cref="ProductStatus.Archived"/>; it keeps its variants.</param>
public sealed record ProductWithdrawn(string ProductId, IReadOnlyCollection<string> Skus, bool Archives) : LedgerEvent<ProductSaveResult>(ProductId)
{
    /// <inheritdoc cref="ProductSaved.Replaces"/>
    public Replaced<ProductSnapshot>? Replaces { get; init; }
}

/// <summary>Units received or written off.</summary>
public sealed record StockAdjusted(string Id, string Sku, long Delta, DateTimeOffset At) : LedgerEvent<StockAdjustment>(Id);

/// <summary>A campaign, replacing what was. What was issued and whether it is paused are the ledger's own, and stay as they are.</summary>
public sealed record CampaignSaved(Campaign Campaign) : LedgerEvent<CampaignSaveResult>(Campaign.Id)
{
    /// <summary>
    /// Set: refused when the campaign is no longer as it was then, however many coupons are issued and whether it is paused or not.
    /// Null: whatever it is.
    /// </summary>
    public Replaced<Campaign>? Replaces { get; init; }
}

/// <summary>The claims of a campaign stopped for now, or going on.</summary>
public sealed record CampaignPaused(string CampaignId, bool Paused) : LedgerEvent<Campaign>(CampaignId);

/// <summary>What the caller read before it decided to replace it.</summary>
/// <param name="Row">As it was; null: there was none.</param>
public sealed record Replaced<TRow>(TRow? Row)
    where TRow : class;
