namespace ECommerce.Ledger.Tests;

public sealed class CouponRulesTests
{
    private static readonly Coupon Unspent = new(
        "coupon", "spring", "mina", "Spring", Given.Tenth, 1_000, Given.Now, Given.Now.AddDays(7), OrderId: null, UsedAt: null);

    private static readonly Coupon Used = Unspent with { OrderId = "o1", UsedAt = Given.Now.AddHours(1) };

    [Fact]
    public void A_coupon_that_pays_gives_its_discount() =>
        Assert.Equal((null, 100), CouponRules.Apply(Unspent, 1_000, Given.Now));

    [Fact]
    public void Of_several_reasons_the_first_in_order_of_precedence_refuses()
    {
        Assert.Equal((Guard.CouponNotFound, 0), CouponRules.Apply(null, 999, Given.Now));
        Assert.Equal((Guard.CouponExpired, 0), CouponRules.Apply(Used, 999, Used.ExpiresAt));
        Assert.Equal((Guard.CouponUsed, 0), CouponRules.Apply(Used, 999, Given.Now));
        Assert.Equal((Guard.CouponNotApplicable, 0), CouponRules.Apply(Unspent, 999, Given.Now));
    }

    [Fact]
    public void A_coupon_is_judged_in_the_past_by_what_it_was_then()
    {
        Assert.Equal(200, CouponRules.DiscountAsOf(Used, 2_000, Given.Now.AddHours(1)));
        Assert.Null(CouponRules.DiscountAsOf(Used, 2_000, Given.Now.AddHours(1).AddMilliseconds(1)));
        Assert.Null(CouponRules.DiscountAsOf(Used, 999, Given.Now));
        Assert.Null(CouponRules.DiscountAsOf(Unspent, 2_000, Given.Now.AddMilliseconds(-1)));
    }

    [Fact]
    public void A_used_coupon_stays_used_after_its_expiry()
    {
        Assert.Equal(CouponStatus.Used, CouponRules.Status(Used, Used.ExpiresAt));
        Assert.Equal(CouponStatus.Expired, CouponRules.Status(Unspent, Unspent.ExpiresAt));
        Assert.Equal(CouponStatus.Usable, CouponRules.Status(Unspent, Unspent.ExpiresAt.AddMilliseconds(-1)));
    }
}
