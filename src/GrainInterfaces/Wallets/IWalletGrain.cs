namespace ECommerce.GrainInterfaces;

/// <summary>A user's prepaid money and coupons. Key: the user id. All money in won.</summary>
[Alias("IWalletGrain")]
public interface IWalletGrain : IGrainWithStringKey
{
    /// <summary>The balance now, as the ledger has it; a user who never charged has 0.</summary>
    [AlwaysInterleave, Alias("Get"), Repeatable]
    Task<WalletView> Get();

    /// <summary>Adds money. Durable when it returns. A repeat with the same id answers as the first did.</summary>
    [Alias("Charge"), Repeatable]
    Task<Outcome<ChargeView, WalletRefusal>> Charge(ChargeWallet command);

    /// <summary>
    /// Gives money or takes it back, on behalf of an operator. Durable when it returns. A repeat with the same id answers as the first did.
    /// What payments under way hold does not matter: the ledger decides who comes first.
    /// </summary>
    [Alias("Adjust"), Repeatable]
    Task<Outcome<WalletEntryView, WalletRefusal>> Adjust(AdjustWallet command);

    /// <summary>What changed the balance, newest first.</summary>
    /// <param name="before">The cursor of the page before, or null for the first.</param>
    /// <param name="limit">1..<see cref="Bounds.MaximumPage"/>.</param>
    [AlwaysInterleave, Alias("Entries"), Repeatable]
    Task<Page<WalletEntryView>> Entries(long? before, int limit);

    /// <summary>The user's coupons, newest first, as the ledger has them.</summary>
    [AlwaysInterleave, Alias("Coupons"), Repeatable]
    Task<IReadOnlyList<CouponView>> Coupons();

    /// <summary>
    /// Sets money and a coupon aside for one payment, in memory only; refuses on committed state only.
    /// A second hold for the same order replaces the first. A hold ends by <see cref="Settle"/> or after a bound.
    /// Interleaves: it waits for other payments to settle, and decides in one turn.
    /// </summary>
    [AlwaysInterleave, Alias("Hold"), Repeatable]
    Task<HoldFundsAnswer> Hold(HoldFunds command);

    /// <summary>Ends the hold of an order. May be lost: the wallet then finds out from the ledger.</summary>
    [OneWay, AlwaysInterleave, Alias("Settle")]
    Task Settle(SettleHold outcome);
}

/// <summary>Asks for a charge.</summary>
/// <param name="ChargeId">Derived from user and idempotency key, see <see cref="Ids.Charge"/>.</param>
/// <param name="Amount">In won.</param>
[GenerateSerializer, Immutable, Alias("ChargeWallet")]
public sealed record ChargeWallet(string ChargeId, long Amount);

/// <summary>Asks for an adjustment.</summary>
/// <param name="EntryId">Derived from operator and idempotency key, see <see cref="Ids.WalletAdjustment"/>.</param>
/// <param name="Amount">In won, signed; not 0, at most <see cref="Bounds.MaximumCharge"/> either way.</param>
/// <param name="Reason">Why, in the operator's words.</param>
[GenerateSerializer, Immutable, Alias("AdjustWallet")]
public sealed record AdjustWallet(string EntryId, long Amount, string Reason);

/// <summary>Asks for a hold.</summary>
/// <param name="OrderId">The order to be paid.</param>
/// <param name="Total">The order's total before discount, in won.</param>
/// <param name="CouponId">The coupon to use, if any.</param>
/// <param name="ExpectedTotal">What the user was told to pay, after discount; null: not said.</param>
[GenerateSerializer, Immutable, Alias("HoldFunds")]
public sealed record HoldFunds(string OrderId, long Total, string? CouponId, long? ExpectedTotal);

/// <summary>The answer to <see cref="HoldFunds"/>.</summary>
/// <param name="Refusal">Set when committed state refuses; no hold is kept then.</param>
/// <param name="Facts">What a refused caller needs to know.</param>
/// <param name="Discount">What the coupon takes off, in won.</param>
/// <param name="Coupon">The coupon that is held, if any.</param>
[GenerateSerializer, Immutable, Alias("FundsHold")]
public sealed record HoldFundsAnswer(OrderRefusal? Refusal, RefusalFacts? Facts, long Discount, CouponView? Coupon = null);

/// <summary>Tells a wallet or a product how the payment ended that it holds something for.</summary>
/// <param name="OrderId">Whose hold.</param>
/// <param name="Outcome">How it ended.</param>
[GenerateSerializer, Immutable, Alias("SettleHold")]
public sealed record SettleHold(string OrderId, HoldOutcome Outcome);

/// <summary>How a hold ends.</summary>
[GenerateSerializer, Alias("HoldOutcome")]
public enum HoldOutcome
{
    /// <summary>The payment is durable.</summary>
    Paid,

    /// <summary>There was no payment.</summary>
    Released,

    /// <summary>It is not known: look at the ledger before deciding again.</summary>
    Unknown,
}

/// <summary>Why a wallet command is refused.</summary>
[GenerateSerializer, Alias("WalletRefusal")]
public enum WalletRefusal
{
    /// <summary>Under <see cref="Bounds.MinimumCharge"/>.</summary>
    MinimumCharge,

    /// <summary>Over <see cref="Bounds.MaximumCharge"/>.</summary>
    MaximumCharge,

    /// <summary>The same key came before with another amount, for another reason or for another user.</summary>
    IdempotencyKeyReused,

    /// <summary>The balance would fall below zero; the facts say what it is and what was to be taken.</summary>
    InsufficientBalance,
}

/// <summary>A wallet as its user sees it.</summary>
[GenerateSerializer, Immutable, Alias("WalletView")]
public sealed record WalletView(long Balance, string Currency);

/// <summary>A charge as its user sees it; the balance is the one right after it.</summary>
[GenerateSerializer, Immutable, Alias("ChargeView")]
public sealed record ChargeView(string Id, long Amount, long Balance, DateTimeOffset At);

/// <summary>One change of a balance. Amounts are signed; the balance is the one right after it.</summary>
/// <param name="Reason">Why an operator adjusted it; to operators only.</param>
[GenerateSerializer, Immutable, Alias("WalletEntryView")]
public sealed record WalletEntryView(
    string Id, WalletEntryKind Kind, long Amount, long Balance, string? OrderId, DateTimeOffset At, string? Reason = null);

/// <summary>What changed a balance.</summary>
[GenerateSerializer, Alias("WalletEntryKind")]
public enum WalletEntryKind
{
    /// <summary>Money put in.</summary>
    Charge,

    /// <summary>An order paid.</summary>
    Payment,

    /// <summary>A paid order cancelled, or units of it.</summary>
    Refund,

    /// <summary>Money given or taken back by an operator.</summary>
    Adjustment,

    /// <summary>Payments and refunds that are too old to be kept one by one: what they moved in all, and the balance after the newest of them.</summary>
    Closing,
}
