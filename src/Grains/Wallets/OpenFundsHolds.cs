namespace ECommerce.Grains;

/// <summary>Money and a coupon set aside for one payment; money in won.</summary>
internal sealed record Funds(long Due, string? CouponId);

/// <summary>Money and coupons set aside, with totals, so that a decision does not look at all holds.</summary>
internal sealed class OpenFundsHolds : OpenHolds<Funds>
{
    private readonly HoldCounts _coupons = new();
    private long _due;

    /// <summary>What the other orders hold, in won.</summary>
    public long DueOfOthers(string orderId) => _due - (Find(orderId, out var own) ? own.Due : 0);

    /// <summary>Whether another order holds the coupon.</summary>
    public bool OtherHolds(string couponId, string orderId) =>
        _coupons.Of(couponId) > (Find(orderId, out var own) && own.CouponId == couponId ? 1 : 0);

    /// <inheritdoc />
    protected override void Placed(Funds held) => Count(held, 1);

    /// <inheritdoc />
    protected override void Ended(Funds held) => Count(held, -1);

    private void Count(Funds held, int sign)
    {
        _due += sign * held.Due;
        if (held.CouponId is { } couponId)
        {
            _coupons.Add(couponId, sign);
        }
    }
}
