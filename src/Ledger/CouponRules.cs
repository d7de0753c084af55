namespace ECommerce.Ledger;

/// <summary>Whether a coupon can pay a total at a time, and what it takes off. Pure, and the only place where this is decided.</summary>
public static class CouponRules
{
    /// <summary>What a coupon takes off a total, in won, or which guard refuses it. Guards are asked in order of precedence.</summary>
    /// <param name="coupon">The user's coupon; null when this user has no such coupon.</param>
    /// <param name="total">The order's total before discount, in won.</param>
    public static (Guard? Refusal, long Discount) Apply(Coupon? coupon, long total, DateTimeOffset at) =>
        coupon is null ? (Guard.CouponNotFound, 0)
        : coupon.IsExpired(at) ? (Guard.CouponExpired, 0)
        : coupon.OrderId is not null ? (Guard.CouponUsed, 0)
        : total < coupon.MinimumOrder ? (Guard.CouponNotApplicable, 0)
        : (null, coupon.Discount.On(total));

    /// <summary>What a coupon would have taken off at a time in the past, by what it was then; null when it could not have paid.</summary>
    public static long? DiscountAsOf(Coupon coupon, long total, DateTimeOffset at)
    {
        if (coupon.IssuedAt > at)
        {
            return null;
        }

        var then = coupon.UsedAt >= at ? coupon with { OrderId = null, UsedAt = null } : coupon;
        var (refusal, discount) = Apply(then, total, at);
        return refusal is null ? discount : null;
    }

    /// <summary>What its user can do with a coupon. A used coupon stays used after its expiry, because it shows the order that it paid.</summary>
    public static CouponStatus Status(Coupon coupon, DateTimeOffset now) =>
        coupon.OrderId is not null ? CouponStatus.Used
        : coupon.IsExpired(now) ? CouponStatus.Expired
        : CouponStatus.Usable;
}
