namespace ECommerce.Grains.Tests.Holds;

public sealed class OpenHoldsTests
{
    private readonly OpenFundsHolds _holds = new();

    [Fact]
    public void A_hold_expires_at_its_maximum_age_and_not_before()
    {
        _holds.Place("a", new Funds(1, null), Some.Now);

        Assert.False(_holds.AnyExpired(Some.Now + OpenHolds<Funds>.MaximumAge - TimeSpan.FromMilliseconds(1)));
        Assert.True(_holds.AnyExpired(Some.Now + OpenHolds<Funds>.MaximumAge));
    }

    // Found by the simulation: such a hold stayed for as long as the clock was set back, and every payment that it was in the way of waited.
    [Fact]
    public void A_hold_that_nobody_settles_ends_though_the_clock_is_set_back()
    {
        _holds.Place("a", new Funds(1, null), Some.Now);

        Assert.True(_holds.AnyExpired(Some.Now.AddHours(-1)));
        _holds.Reconcile([], Some.Now.AddHours(-1));
        Assert.Empty(_holds.Orders);
    }

    [Fact]
    public void A_hold_stays_though_the_clock_is_set_back_a_little()
    {
        _holds.Place("a", new Funds(1, null), Some.Now);

        Assert.False(_holds.AnyExpired(Some.Now.AddMilliseconds(-1)));
        _holds.Reconcile([], Some.Now.AddMilliseconds(-1));
        Assert.Equal(["a"], _holds.Orders);
    }

    [Fact]
    public void An_old_hold_is_found_behind_those_that_ended_and_a_hold_placed_again_is_young()
    {
        _holds.Place("ended", new Funds(1, null), Some.Now);
        _holds.Place("again", new Funds(1, null), Some.Now);
        _holds.Place("old", new Funds(1, null), Some.Now.AddSeconds(1));
        _holds.Place("again", new Funds(2, null), Some.Now.AddSeconds(20));
        _holds.End("ended", out _);

        Assert.False(_holds.AnyExpired(Some.Now + OpenHolds<Funds>.MaximumAge));
        Assert.True(_holds.AnyExpired(Some.Now.AddSeconds(1) + OpenHolds<Funds>.MaximumAge));
        _holds.End("old", out _);
        Assert.False(_holds.AnyExpired(Some.Now.AddSeconds(1) + OpenHolds<Funds>.MaximumAge));
    }

    [Fact]
    public void Totals_follow_every_hold_that_is_placed_replaced_and_ended()
    {
        _holds.Place("a", new Funds(100, "coupon"), Some.Now);
        _holds.Place("b", new Funds(20, null), Some.Now);
        _holds.Place("a", new Funds(3, "coupon"), Some.Now);

        Assert.Equal((20, 3, 23), (_holds.DueOfOthers("a"), _holds.DueOfOthers("b"), _holds.DueOfOthers("c")));
        Assert.Equal((false, true), (_holds.OtherHolds("coupon", "a"), _holds.OtherHolds("coupon", "b")));
        _holds.End("a", out _);
        Assert.Equal((0, false), (_holds.DueOfOthers("b"), _holds.OtherHolds("coupon", "b")));
    }
}
