namespace ECommerce.GrainInterfaces;

/// <summary>
/// Orders from placing to payment or cancellation, each named by its id, see <see cref="Ids.Order"/>. Key: <see cref="Key"/>.
/// Commands to one order may come at the same time, and are decided once.
/// </summary>
[Alias("ICheckoutGrain")]
public interface ICheckoutGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "checkout";

    /// <summary>
    /// Places an order with today's prices or, when the command names a payment, places and pays it in one commit or refuses both.
    /// Durable when it returns. A repeat answers as the first did.
    /// </summary>
    [AlwaysInterleave, Alias("Place"), Repeatable]
    Task<Outcome<OrderView, OrderRefusal>> Place(string orderId, PlaceOrder command);

    /// <summary>An order, to its owner only; null to anybody else.</summary>
    [AlwaysInterleave, Alias("Get"), Repeatable]
    Task<OrderView?> Get(string orderId, string userId);

    /// <summary>
    /// Pays a whole order from the owner's wallet: money, stock, coupon and the payment event change in one commit.
    /// Durable when it returns. Paying a paid order again gives the same receipt.
    /// </summary>
    [AlwaysInterleave, Alias("Pay"), Repeatable]
    Task<Outcome<OrderView, OrderRefusal>> Pay(string orderId, PayOrder command);

    /// <summary>
    /// Cancels an order, or units of it. When it is paid, money and stock of the units come back, and with the last unit the coupon unless
    /// it has expired; the order stays paid as long as units are left. When it is not paid, also when it has expired, nothing moves, and it
    /// can no longer be paid. Durable when it returns. A repeat with the same id answers as the first did; to cancel whole what is
    /// cancelled already changes nothing.
    /// </summary>
    [AlwaysInterleave, Alias("CancelOrder"), Repeatable]
    Task<Outcome<OrderView, OrderRefusal>> Cancel(string orderId, CancelOrder command);

    /// <summary>The same without a reason, as frontends of the version before ask for it.</summary>
    [AlwaysInterleave, Alias("Cancel"), Repeatable]
    Task<Outcome<OrderView, OrderRefusal>> Cancel(string orderId, string userId);
}

/// <summary>A user's orders. Key: the user id.</summary>
[Alias("IOrderListGrain")]
public interface IOrderListGrain : IGrainWithStringKey
{
    /// <summary>The user's orders, newest first, as the ledger has them.</summary>
    /// <param name="before">The cursor of the page before, or null for the first.</param>
    /// <param name="limit">1..<see cref="Bounds.MaximumPage"/>.</param>
    [AlwaysInterleave, Alias("Get"), Repeatable]
    Task<Page<OrderView>> Get(long? before, int limit);
}

/// <summary>Asks for an order.</summary>
/// <param name="UserId">Who orders.</param>
/// <param name="Lines">What; null: what is in the cart.</param>
/// <param name="Payment">How it is paid at once, by the same user; null: it is paid later.</param>
[GenerateSerializer, Immutable, Alias("PlaceOrder")]
public sealed record PlaceOrder(string UserId, IReadOnlyList<StockLine>? Lines, PayOrder? Payment = null);

/// <summary>Asks for a payment.</summary>
/// <param name="UserId">Who pays.</param>
/// <param name="CouponId">The coupon to use, if any.</param>
/// <param name="ExpectedTotal">What the user was told to pay, after discount, in won; null: not said.</param>
[GenerateSerializer, Immutable, Alias("PayOrder")]
public sealed record PayOrder(string UserId, string? CouponId, long? ExpectedTotal);

/// <summary>Asks for a cancellation.</summary>
/// <param name="UserId">Whose order; null: whoever's, as an operator asks.</param>
/// <param name="Reason">Why, in the caller's words; null: not said.</param>
/// <param name="CancellationId">Of this cancellation, see <see cref="Ids.Cancellation"/>. A second one with the same id changes nothing.</param>
/// <param name="Items">Units to be taken back, at least one; those with the same sku are summed. Null: all that is left.</param>
[GenerateSerializer, Immutable, Alias("CancelOrder")]
public sealed record CancelOrder(string? UserId, string? Reason, string CancellationId, IReadOnlyList<StockLine>? Items = null);

/// <summary>Why an order command is refused, in order of precedence.</summary>
[GenerateSerializer, Alias("OrderRefusal")]
public enum OrderRefusal
{
    /// <summary>No such order of this user.</summary>
    UnknownOrder,

    /// <summary>The same key came before with another order.</summary>
    IdempotencyKeyReused,

    /// <summary>No variant with that sku is sold.</summary>
    UnknownSku,

    /// <summary>There is nothing in the cart.</summary>
    CartEmpty,

    /// <summary>It was paid before, with another coupon.</summary>
    AlreadyPaid,

    /// <summary>It is not paid, so there is nothing to take back. Only silos of the version before refuse with it.</summary>
    NotPaid,

    /// <summary>It was cancelled.</summary>
    NotPayable,

    /// <summary>It is older than <see cref="Bounds.OrderAge"/>.</summary>
    Expired,

    /// <summary>No such coupon of this user.</summary>
    CouponNotFound,

    /// <summary>The coupon's validity is over.</summary>
    CouponExpired,

    /// <summary>The coupon has paid another order.</summary>
    CouponUsed,

    /// <summary>The total is below the coupon's minimum.</summary>
    CouponNotApplicable,

    /// <summary>The amount due is not the one the user was told.</summary>
    PriceChanged,

    /// <summary>Some variant has less than asked.</summary>
    SoldOut,

    /// <summary>The balance is under the amount due.</summary>
    InsufficientBalance,

    /// <summary>Fewer units are left of a line than are to be taken back; of an order that is not paid, none.</summary>
    NotRefundable,
}

/// <summary>A line of an order, with what was true when it was placed.</summary>
/// <param name="Price">Of one unit, in won.</param>
/// <param name="Cancelled">Units that were paid and taken back, 0..<paramref name="Quantity"/>.</param>
[GenerateSerializer, Immutable, Alias("OrderLine")]
public sealed record OrderLine(
    string Sku,
    string ProductId,
    string Name,
    IReadOnlyDictionary<string, string> Options,
    int Quantity,
    long Price,
    int Cancelled);

/// <summary>An order as its owner sees it. Money in won.</summary>
/// <param name="Paid">What was paid: total less discount; 0 while not paid.</param>
/// <param name="AvailableCoupons">While awaiting payment: the owner's usable coupons, largest discount first.</param>
/// <param name="Balance">The wallet's balance right after the payment; only in the answer to a payment.</param>
/// <param name="Refunded">What of <paramref name="Paid"/> was given back.</param>
/// <param name="Refunds">In which parts, oldest first; absent when there was none.</param>
/// <param name="UserId">Whose order; to operators only.</param>
/// <param name="Reason">Why it was cancelled, if anybody said; to operators only.</param>
[GenerateSerializer, Immutable, Alias("OrderView")]
public sealed record OrderView(
    string Id,
    OrderStatus Status,
    IReadOnlyList<OrderLine> Items,
    long Total,
    long Discount,
    long Paid,
    string? CouponId,
    IReadOnlyList<AvailableCoupon> AvailableCoupons,
    DateTimeOffset PlacedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? PaidAt,
    DateTimeOffset? CancelledAt,
    long? Balance,
    long Refunded,
    IReadOnlyList<RefundView>? Refunds = null,
    string? UserId = null,
    string? Reason = null);

/// <summary>Units of a paid order that were taken back at once.</summary>
/// <param name="Items">Which, in order of the lines.</param>
/// <param name="Amount">What was given back for them, in won.</param>
/// <param name="Reason">Why, in the words of the user or the operator; to operators only.</param>
/// <param name="At">When, UTC.</param>
[GenerateSerializer, Immutable, Alias("RefundView")]
public sealed record RefundView(IReadOnlyList<StockLine> Items, long Amount, string? Reason, DateTimeOffset At);

/// <summary>A coupon that would pay this order, and what it would take off, in won.</summary>
[GenerateSerializer, Immutable, Alias("AvailableCoupon")]
public sealed record AvailableCoupon(string Id, string Name, long Discount);

/// <summary>Where an order stands.</summary>
[GenerateSerializer, Alias("OrderStatus")]
public enum OrderStatus
{
    /// <summary>Placed, can be paid.</summary>
    AwaitingPayment,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>Cancelled, before or after it was paid.</summary>
    Cancelled,

    /// <summary>Not paid in time.</summary>
    Expired,
}
