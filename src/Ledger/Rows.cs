namespace ECommerce.Ledger;

/// <summary>One change of a balance, in won; never changed once written.</summary>
/// <param name="Balance">Right after the change.</param>
/// <param name="Reason">Why an operator changed it; null for every other kind.</param>
public sealed record WalletEntry(
    string Id, string UserId, WalletEntryKind Kind, long Amount, long Balance, string? OrderId, DateTimeOffset At, string? Reason = null);

/// <summary>A campaign and how many of its coupons are issued.</summary>
/// <param name="Paused">Whether an operator has stopped its claims for now.</param>
/// <param name="Given">Those of the issued coupons that operators gave; 0..<paramref name="Issued"/>.</param>
public sealed record Campaign(
    string Id, string Name, Discount Discount, long MinimumOrder, long Quantity, long Issued, int ValidDays,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Paused = false, long Given = 0)
{
    /// <summary>Open from its start to just before its end, unless it is paused.</summary>
    public bool IsOpen(DateTimeOffset now) => now >= StartsAt && now < EndsAt && !Paused;

    /// <summary>With what saving a campaign does not change: what was issued, and whether it is paused.</summary>
    internal Campaign InPlaceOf(Campaign? found) => this with { Issued = found?.Issued ?? 0, Paused = found?.Paused ?? false, Given = found?.Given ?? 0 };
}

/// <summary>A coupon with the terms under which it was issued.</summary>
/// <param name="OrderId">The order it paid; null while unspent.</param>
/// <param name="Place">
/// How many coupons of its campaign were issued with it, 1..the quantity, each place once; null: it is older than places are, or its holder did not say.
/// </param>
public sealed record Coupon(
    string Id, string CampaignId, string UserId, string Name, Discount Discount, long MinimumOrder,
    DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, string? OrderId, DateTimeOffset? UsedAt, long? Place = null)
{
    /// <summary>At the instant of its expiry it is expired.</summary>
    public bool IsExpired(DateTimeOffset now) => now >= ExpiresAt;
}

/// <summary>A product without its variants.</summary>
public sealed record Product(
    string Id, string Name, string? Description, string? Vendor, string? ImageUrl, IReadOnlyList<ProductOption> Options)
{
    /// <summary>What kind of thing it is.</summary>
    public string? Type { get; init; }

    /// <summary>Words that shoppers filter by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Its pictures in order of display.</summary>
    public IReadOnlyList<ProductImage> Images { get; init; } = [];

    /// <summary>Whether it is listed and sold.</summary>
    public ProductStatus Status { get; init; }

    /// <summary>Those of its rows that it has now, in order of display: it sells them, or would if it were active.</summary>
    internal IReadOnlyList<Variant> Offered(IEnumerable<Variant> rows) =>
    [
        .. rows.Where(row => row.IsSold || (Status != ProductStatus.Active && row.Withheld is not null))
            .OrderBy(row => row.Position)
            .ThenBy(row => row.Sku, StringComparer.Ordinal),
    ];
}

/// <summary>A variant as it is to be saved.</summary>
/// <param name="Stock">Counts only when the product did not have it before; null: a sku that comes from another product keeps its stock.</param>
public sealed record NewVariant(
    string Sku, IReadOnlyDictionary<string, string> Options, long Price, long? Stock, long? CompareAtPrice = null, string? ImageUrl = null);

/// <summary>A variant and its stock. Rows are never deleted: one that is no longer sold keeps its stock.</summary>
/// <param name="Position">Its place among the product's variants, from 0.</param>
/// <param name="Withheld">Set while its product has it but does not sell it: the product's status, which is not active.</param>
/// <param name="Owners">How many times the sku came to a product; the first stock after each is an adjustment with an id of its own.</param>
public sealed record Variant(
    string Sku, string ProductId, IReadOnlyDictionary<string, string> Options, long Price, long Stock, int Position, bool IsSold,
    long? CompareAtPrice = null, string? ImageUrl = null, ProductStatus? Withheld = null, long Owners = 1)
{
    /// <summary>Whether another product may take the sku: this one has left it out, or is archived. A draft keeps its skus.</summary>
    public bool IsFree => !IsSold && Withheld is not ProductStatus.Draft;
}

/// <summary>A change of stock, and the stock right after it. The first stock of a variant is one too.</summary>
public sealed record StockAdjustment(string Id, string Sku, long Delta, long Stock, DateTimeOffset At);

/// <summary>Where an order stands in the ledger; whether it has expired follows from the clock.</summary>
public enum OrderState
{
    /// <summary>Placed, not paid.</summary>
    Open,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>Cancelled: taken back when it was paid, and never to be paid when it was not.</summary>
    Cancelled,
}

/// <summary>An order. Money in won.</summary>
/// <param name="Fingerprint">What was asked for, in a canonical form: a repeat with the same id must ask for the same.</param>
/// <param name="FromCart">Whether its lines leave the cart when it is paid, or have left it; no longer when it was cancelled before.</param>
/// <param name="Balance">The wallet's balance right after the payment.</param>
/// <param name="PaidAt">When it was paid, whatever became of it since.</param>
/// <param name="CancelReason">Why it was cancelled, in the words of who did it; null: not said.</param>
/// <param name="Refunded">What of <paramref name="Paid"/> was given back, see <see cref="RefundRules"/>.</param>
public sealed record Order(
    string Id, string UserId, OrderState State, IReadOnlyList<OrderLine> Lines, long Total, string Fingerprint, bool FromCart,
    DateTimeOffset PlacedAt, DateTimeOffset ExpiresAt,
    long Discount = 0, long Paid = 0, string? CouponId = null, string? CampaignId = null, long? Balance = null,
    DateTimeOffset? PaidAt = null, DateTimeOffset? CancelledAt = null, string? CancelReason = null, long Refunded = 0)
{
    /// <summary>At the instant of its expiry it is expired.</summary>
    public bool IsExpired(DateTimeOffset now) => now >= ExpiresAt;

    // The balance is that of the wallet entry.
    internal Order AsPaid(OrderPaid pay, Coupon? coupon) => this with
    {
        State = OrderState.Paid,
        Discount = pay.Discount,
        Paid = Total - pay.Discount,
        CouponId = coupon?.Id,
        CampaignId = coupon?.CampaignId,
        PaidAt = pay.At,
    };
}

/// <summary>
/// What one cancellation took back of an order; never changed once written. That of an order that was not paid has no units: it is there
/// for a repeat to be known.
/// </summary>
/// <param name="Number">Among those of the order, from 1.</param>
/// <param name="Items">The units, in order of the lines.</param>
/// <param name="Amount">What was given back for them, in won.</param>
/// <param name="Reason">Why, in the words of who cancelled; null: not said.</param>
/// <param name="IsWhole">Whether all that was left was asked for.</param>
public sealed record Refund(
    string Id, string OrderId, int Number, IReadOnlyList<StockLine> Items, long Amount, string? Reason, DateTimeOffset At, bool IsWhole);

/// <summary>An order right after a cancellation.</summary>
/// <param name="Refunds">Up to that of the cancellation, oldest first.</param>
public sealed record CancelledOrder(Order Order, IReadOnlyList<Refund> Refunds);

/// <summary>A saved product with the variants that it has.</summary>
/// <param name="Others">Variants that it keeps though they were not named, see <see cref="ProductSaved.KeepsOthers"/>.</param>
public sealed record ProductSaveResult(Product Product, IReadOnlyList<Variant> Variants, bool Created, IReadOnlyList<Variant> Others)
{
    /// <summary>Variants that were left out, see <see cref="ProductSaved.LeavesOut"/>.</summary>
    public IReadOnlyList<BlockedVariant> Blocked { get; init; } = [];
}

/// <summary>A saved campaign.</summary>
public sealed record CampaignSaveResult(Campaign Campaign, bool Created);

/// <summary>What a payment event reports.</summary>
public enum PaymentEventType
{
    /// <summary>An order was paid.</summary>
    Completed,

    /// <summary>A payment was taken back, whole and at once.</summary>
    Cancelled,

    /// <summary>A part of a payment was taken back, or what was left after such parts.</summary>
    Refunded,
}

/// <summary>An event for the data platform, written in the same commit as the payment it reports; never changed once written.</summary>
/// <param name="Id">Deterministic: <c>{orderId}.completed</c>, <c>{orderId}.cancelled</c> or <c>{orderId}.refunded.{number}</c>.</param>
/// <param name="Partition">0..<see cref="LedgerBounds.Partitions"/> − 1, by user: events of one user keep their order.</param>
/// <param name="Data">The JSON object of the payment event.</param>
public sealed record PaymentEvent(
    string Id, PaymentEventType Type, string OrderId, string UserId, int Partition, DateTimeOffset At, string Data)
{
    /// <summary>
    /// In which trace it came about, as W3C writes a <c>traceparent</c>. The outbox remembers it, the event itself does not: null in a replay and after
    /// parking, and where the trace was not recorded.
    /// </summary>
    public string? TraceParent { get; init; }
}
