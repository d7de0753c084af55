namespace ECommerce.Grains;

/// <summary>A wallet as committed, and what payments under way have set aside of it. Decides; does no I/O.</summary>
internal sealed class Wallet
{
    private long _balance;
    private Dictionary<string, Coupon> _coupons = [];

    /// <summary>What payments under way have set aside.</summary>
    public OpenFundsHolds Holds { get; } = new();

    /// <summary>Takes over what the ledger says.</summary>
    public void Load(WalletSnapshot snapshot, DateTimeOffset now)
    {
        _balance = snapshot.Balance;
        _coupons = snapshot.Coupons.ToDictionary(coupon => coupon.Id);
        Holds.Reconcile(snapshot.Settled, now);
    }

    /// <summary>Decides in the declared order of precedence: coupon, price, balance.</summary>
    public (HoldDecision Decision, HoldFundsAnswer Answer) Hold(HoldFunds command, DateTimeOffset now)
    {
        var discount = 0L;
        if (command.CouponId is { } couponId)
        {
            (var refusal, discount) = CouponRules.Apply(_coupons.GetValueOrDefault(couponId), command.Total, now);
            if (refusal is { } guard)
            {
                return Refuse(guard.ToRefusal());
            }
        }

        var due = command.Total - discount;
        if (command.ExpectedTotal is { } expected && expected != due)
        {
            return Refuse(OrderRefusal.PriceChanged, new RefusalFacts(Total: due));
        }

        if (_balance < due)
        {
            return Refuse(OrderRefusal.InsufficientBalance, new RefusalFacts(Balance: _balance, Due: due));
        }

        var granted = new HoldFundsAnswer(null, null, discount, command.CouponId is null ? null : _coupons[command.CouponId].ToView(now));
        if (_balance - Holds.DueOfOthers(command.OrderId) < due
            || (command.CouponId is not null && Holds.OtherHolds(command.CouponId, command.OrderId)))
        {
            return (HoldDecision.Contended, granted);
        }

        Holds.Place(command.OrderId, new Funds(due, command.CouponId), now);
        return (HoldDecision.Held, granted);
    }

    /// <summary>Ends a hold. False: memory cannot follow what happened, so that the ledger must be read again.</summary>
    public bool Settle(SettleHold settled, DateTimeOffset now)
    {
        var held = Holds.End(settled.OrderId, out var funds);
        if (settled.Outcome != HoldOutcome.Paid || !held)
        {
            return settled.Outcome == HoldOutcome.Released;
        }

        _balance -= funds!.Due;
        if (funds.CouponId is { } couponId)
        {
            _coupons[couponId] = _coupons[couponId] with { OrderId = settled.OrderId, UsedAt = now };
        }

        return true;
    }

    private static (HoldDecision, HoldFundsAnswer) Refuse(OrderRefusal refusal, RefusalFacts? facts = null) =>
        (HoldDecision.Refused, new HoldFundsAnswer(refusal, facts, 0));
}
