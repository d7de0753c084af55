namespace ECommerce.Ledger;

/// <summary>What became of an event.</summary>
public enum VerdictKind
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>It was durable before; nothing changed.</summary>
    Duplicate,

    /// <summary>A guard refused it; nothing changed.</summary>
    Refused,

    /// <summary>
    /// It is a bug: it breaks an assertion or a constraint of the database. It changed nothing, and fails none of its neighbours.
    /// <see cref="GroupCommit"/> throws for it, so grains never see this kind.
    /// </summary>
    Faulted,

    /// <summary>
    /// It needs a row that somebody else keeps locked; nothing changed. <see cref="GroupCommit"/> tries it again for a while beside the others,
    /// so grains never see this kind.
    /// </summary>
    Locked,
}

/// <summary>The guards of the ledger, in order of precedence for the events that several of them can refuse.</summary>
public enum Guard
{
    /// <summary>What the event replaces is not what its caller read.</summary>
    Replaced,

    /// <summary>No such campaign.</summary>
    UnknownCampaign,

    /// <summary>Before the campaign's start, or at or after its end.</summary>
    CampaignNotOpen,

    /// <summary>No such order of that user.</summary>
    UnknownOrder,

    /// <summary>No such product.</summary>
    UnknownProduct,

    /// <summary>No such variant.</summary>
    UnknownSku,

    /// <summary>The price of a line is not that of its variant, or its product no longer sells it.</summary>
    Price,

    /// <summary>The sku belongs to another product, which sells it or is a draft; or a variant that the product keeps has its options.</summary>
    SkuTaken,

    /// <summary>All coupons are issued, or the quantity would fall below those that are.</summary>
    Quantity,

    /// <summary>The order was cancelled.</summary>
    OrderCancelled,

    /// <summary>The order has expired.</summary>
    OrderExpired,

    /// <summary>Fewer units are left of a line than are to be taken back.</summary>
    Refundable,

    /// <summary>No such coupon of that user.</summary>
    CouponNotFound,

    /// <summary>The coupon has expired.</summary>
    CouponExpired,

    /// <summary>The coupon paid another order.</summary>
    CouponUsed,

    /// <summary>The order is below the coupon's minimum.</summary>
    CouponNotApplicable,

    /// <summary>The discount is not what the coupon gives.</summary>
    Discount,

    /// <summary>A variant's stock would leave 0..<see cref="Bounds.MaximumStock"/>.</summary>
    Stock,

    /// <summary>The balance would fall below zero.</summary>
    Balance,
}

/// <summary>What became of an event, and what is true now.</summary>
/// <param name="Result">After <see cref="VerdictKind.Committed"/> and <see cref="VerdictKind.Duplicate"/>: the event's result, as it was the first time.</param>
/// <param name="Guard">After <see cref="VerdictKind.Refused"/>: which guard refused.</param>
/// <param name="Sku">The variant in question, for <see cref="Guard.Stock"/>, <see cref="Guard.UnknownSku"/>, <see cref="Guard.Price"/>, <see cref="Guard.Refundable"/> and <see cref="Guard.SkuTaken"/>.</param>
/// <param name="Available">What there is: stock, units left of a line, balance or issued coupons, by guard.</param>
/// <param name="Fault">After <see cref="VerdictKind.Faulted"/>: what is wrong with the event.</param>
public sealed record Verdict(
    VerdictKind Kind, object? Result = null, Guard? Guard = null, string? Sku = null, long Available = 0, string? Fault = null)
{
    internal static Verdict Committed(object result) => new(VerdictKind.Committed, result);

    internal static Verdict Duplicate(object result) => new(VerdictKind.Duplicate, result);

    internal static Verdict Refused(Guard guard, string? sku = null, long available = 0) =>
        new(VerdictKind.Refused, Guard: guard, Sku: sku, Available: available);

    internal static Verdict Locked { get; } = new(VerdictKind.Locked);

    internal static Verdict Faulted(string fault) => new(VerdictKind.Faulted, Fault: fault);
}

/// <summary>A <see cref="Verdict"/> whose result has its type.</summary>
public readonly record struct Verdict<TResult>(VerdictKind Kind, TResult? Result, Guard? Guard, string? Sku, long Available)
    where TResult : class;

/// <summary>The ledger cannot be reached; nothing of what was asked has happened.</summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : UnavailableException(message, inner);

/// <summary>The connection went away during a commit: it may have happened or not. Repeating the same event tells which.</summary>
public sealed class LedgerUncertainException(string message, Exception? inner = null) : UnavailableException(message, inner);
