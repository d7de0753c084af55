using System.Collections.Immutable;

namespace ECommerce.Simulation.Hunting;

/// <summary>The shop at one moment, as the model has it. Never changed: each commit makes a new one.</summary>
internal sealed record State
{
    public static readonly State Empty = new();

    /// <summary>In won, by user.</summary>
    public ImmutableDictionary<string, long> Balances { get; init; } = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Of all wallets, in the order of commits.</summary>
    public ImmutableList<ModelEntry> Entries { get; init; } = [];

    public ImmutableDictionary<string, ModelVariant> Variants { get; init; } = ImmutableDictionary.Create<string, ModelVariant>(StringComparer.Ordinal);

    /// <summary>Whether a product is archived, by its id.</summary>
    public ImmutableDictionary<string, bool> Products { get; init; } = ImmutableDictionary.Create<string, bool>(StringComparer.Ordinal);

    public ImmutableDictionary<string, ModelStockChange> StockChanges { get; init; } = ImmutableDictionary.Create<string, ModelStockChange>(StringComparer.Ordinal);

    public ImmutableDictionary<string, ModelCampaign> Campaigns { get; init; } = ImmutableDictionary.Create<string, ModelCampaign>(StringComparer.Ordinal);

    public ImmutableDictionary<string, ModelCoupon> Coupons { get; init; } = ImmutableDictionary.Create<string, ModelCoupon>(StringComparer.Ordinal);

    public ImmutableDictionary<string, ModelOrder> Orders { get; init; } = ImmutableDictionary.Create<string, ModelOrder>(StringComparer.Ordinal);

    /// <summary>The ids of the orders as they were placed.</summary>
    public ImmutableList<string> Placed { get; init; } = [];

    /// <summary>What a user's cart holds once everything that was paid has left it, by sku.</summary>
    public ImmutableDictionary<string, ImmutableSortedDictionary<string, int>> Carts { get; init; } =
        ImmutableDictionary.Create<string, ImmutableSortedDictionary<string, int>>(StringComparer.Ordinal);

    public long Balance(string userId) => Balances.GetValueOrDefault(userId);

    public long Stock(string sku) => Variants.GetValueOrDefault(sku) is { IsSold: true } variant ? variant.Stock : 0;

    public bool IsSold(string sku) => Variants.GetValueOrDefault(sku) is { IsSold: true };

    public ImmutableSortedDictionary<string, int> Cart(string userId) => Carts.GetValueOrDefault(userId) ?? ModelCart.Empty;

    public ModelCoupon? CouponOf(string campaignId, string userId) =>
        Coupons.Values.FirstOrDefault(coupon => coupon.CampaignId == campaignId && coupon.UserId == userId);
}

internal sealed record ModelEntry(string Id, string UserId, WalletEntryKind Kind, long Amount, long Balance, string? OrderId, string? Reason);

internal sealed record ModelVariant(string Sku, string ProductId, long Price, long Stock, bool IsSold);

internal sealed record ModelStockChange(string Sku, long Delta, long Stock);

internal sealed record ModelCampaign(
    string Id, string Name, Discount Discount, long MinimumOrder, long Quantity, long Issued, int ValidDays, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Paused)
{
    public bool TakesClaims(DateTimeOffset at) => !Paused && StartsAt <= at && at < EndsAt;
}

internal sealed record ModelCoupon(
    string Id, string CampaignId, string UserId, Discount Discount, long MinimumOrder, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, string? OrderId)
{
    public bool IsOver(DateTimeOffset at) => ExpiresAt <= at;

    /// <summary>What it takes off, written a second time here, so that a fault in the product's own is not the model's.</summary>
    public long Off(long total) => Discount.Type == DiscountType.Fixed
        ? (Discount.Value < total ? Discount.Value : total)
        : Math.Min(total * Discount.Value / 100, Discount.Maximum ?? long.MaxValue);
}

internal sealed record ModelLine(string Sku, string ProductId, int Quantity, long Price, int Cancelled);

internal sealed record ModelRefund(string Id, ImmutableArray<StockLine> Items, bool IsWhole, string? Reason, ImmutableArray<ModelLine> LinesAfter, long RefundedAfter);

internal sealed record ModelOrder(
    string Id, string UserId, OrderState State, ImmutableArray<ModelLine> Lines, long Total, bool FromCart, DateTimeOffset PlacedAt, DateTimeOffset ExpiresAt)
{
    public long Discount { get; init; }

    public long Paid { get; init; }

    public string? CouponId { get; init; }

    public long? Balance { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public long Refunded { get; init; }

    public ImmutableArray<ModelRefund> Refunds { get; init; } = [];

    public bool IsTooOld(DateTimeOffset at) => ExpiresAt <= at;
}
