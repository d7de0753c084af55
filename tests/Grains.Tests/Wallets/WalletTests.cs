using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Grains.Tests.Wallets;

public sealed class WalletTests
{
    private readonly Wallet _wallet = new();

    public static TheoryData<string?, long, long?, long, OrderRefusal> Precedence => new()
    {
        { "nobody's", 5_000, 1, 0, OrderRefusal.CouponNotFound },
        { "expired", 5_000, 1, 0, OrderRefusal.CouponExpired },
        { "expired and used", 5_000, 1, 0, OrderRefusal.CouponExpired },
        { "used", 5_000, 1, 0, OrderRefusal.CouponUsed },
        { "used", 500, 1, 0, OrderRefusal.CouponUsed },
        { "big orders", 9_999, 1, 0, OrderRefusal.CouponNotApplicable },
        { "usable", 5_000, 5_000, 0, OrderRefusal.PriceChanged },
        { null, 5_000, 4_999, 0, OrderRefusal.PriceChanged },
        { "usable", 5_000, 4_000, 3_999, OrderRefusal.InsufficientBalance },
        { null, 5_000, null, 4_999, OrderRefusal.InsufficientBalance },
    };

    [Theory]
    [MemberData(nameof(Precedence))]
    public void Of_several_reasons_the_first_in_order_of_precedence_refuses(
        string? couponId, long total, long? expected, long balance, OrderRefusal refusal)
    {
        _wallet.Load(
            Some.Wallet(
                balance,
                Some.Coupon("expired", expiresAt: Some.Now),
                Some.Coupon("expired and used", expiresAt: Some.Now, usedFor: "x"),
                Some.Coupon("used", minimumOrder: 1_000, usedFor: "x"),
                Some.Coupon("big orders", minimumOrder: 10_000),
                Some.Coupon("usable")),
            Some.Now);
        var (decision, answer) = _wallet.Hold(Some.Funds("a", total, couponId, expected), Some.Now);
        Assert.Equal((HoldDecision.Refused, (OrderRefusal?)refusal), (decision, answer.Refusal));
    }

    [Fact]
    public void A_refusal_tells_the_balance_and_what_is_due_after_discount()
    {
        _wallet.Load(Some.Wallet(3_999, Some.Coupon()), Some.Now);
        var (_, answer) = _wallet.Hold(Some.Funds("a", 5_000, "coupon"), Some.Now);
        Assert.Equal(new RefusalFacts(Balance: 3_999, Due: 4_000), answer.Facts);
    }

    [Fact]
    public void The_last_won_can_be_held()
    {
        _wallet.Load(Some.Wallet(4_000, Some.Coupon()), Some.Now);
        Assert.Equal(
            (HoldDecision.Held, new HoldFundsAnswer(null, null, 1_000, Some.Coupon().ToView(Some.Now))),
            _wallet.Hold(Some.Funds("a", 5_000, "coupon", 4_000), Some.Now));
    }

    [Fact]
    public void What_another_order_holds_makes_wait_and_never_refuses()
    {
        _wallet.Load(Some.Wallet(5_000, Some.Coupon()), Some.Now);
        _wallet.Hold(Some.Funds("a", 3_000, "coupon"), Some.Now);
        Assert.Equal(HoldDecision.Contended, _wallet.Hold(Some.Funds("b", 5_000), Some.Now).Decision);
        Assert.Equal(HoldDecision.Contended, _wallet.Hold(Some.Funds("b", 2_000, "coupon"), Some.Now).Decision);
    }

    [Fact]
    public void A_wrong_expected_total_is_refused_though_the_coupon_is_held_by_another_order()
    {
        _wallet.Load(Some.Wallet(50_000, Some.Coupon()), Some.Now);
        _wallet.Hold(Some.Funds("a", 3_000, "coupon"), Some.Now);
        var (decision, answer) = _wallet.Hold(Some.Funds("b", 5_000, "coupon", expected: 1), Some.Now);
        Assert.Equal((HoldDecision.Refused, (OrderRefusal?)OrderRefusal.PriceChanged), (decision, answer.Refusal));
    }

    [Fact]
    public void A_second_hold_of_an_order_replaces_its_first()
    {
        _wallet.Load(Some.Wallet(5_000, Some.Coupon()), Some.Now);
        _wallet.Hold(Some.Funds("a", 5_000), Some.Now);
        Assert.Equal(HoldDecision.Held, _wallet.Hold(Some.Funds("a", 4_000, "coupon"), Some.Now).Decision);
        Assert.Equal(HoldDecision.Held, _wallet.Hold(Some.Funds("b", 2_000), Some.Now).Decision);
    }

    [Fact]
    public void A_payment_takes_the_money_and_the_coupon_and_a_release_gives_both_back()
    {
        _wallet.Load(Some.Wallet(5_000, Some.Coupon()), Some.Now);
        _wallet.Hold(Some.Funds("a", 5_000, "coupon"), Some.Now);
        Assert.True(_wallet.Settle(Some.Settled("a", HoldOutcome.Released), Some.Now));
        _wallet.Hold(Some.Funds("b", 5_000, "coupon"), Some.Now);
        Assert.True(_wallet.Settle(Some.Settled("b", HoldOutcome.Paid), Some.Now));
        Assert.Equal(OrderRefusal.CouponUsed, _wallet.Hold(Some.Funds("c", 1_500, "coupon"), Some.Now).Answer.Refusal);
        Assert.Equal(new RefusalFacts(Balance: 1_000, Due: 1_001), _wallet.Hold(Some.Funds("c", 1_001), Some.Now).Answer.Facts);
    }

    [Theory]
    [InlineData(HoldOutcome.Unknown, true)]
    [InlineData(HoldOutcome.Unknown, false)]
    [InlineData(HoldOutcome.Paid, false)]
    public void An_outcome_that_memory_cannot_follow_asks_for_the_ledger(HoldOutcome outcome, bool isHeld)
    {
        _wallet.Load(Some.Wallet(5_000), Some.Now);
        if (isHeld)
        {
            _wallet.Hold(Some.Funds("a", 1_000), Some.Now);
        }

        Assert.False(_wallet.Settle(Some.Settled("a", outcome), Some.Now));
    }

    [Fact]
    public void Whatever_comes_in_whatever_order_holds_never_exceed_the_committed_balance()
    {
        var step = Gen.Choose(0, 3).SelectMany(kind => Gen.Choose(0, 4).SelectMany(order => Gen.Choose(1, 60).Select(won => (kind, order, won))));
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Arb.From(Gen.ListOf(step)), steps =>
        {
            var wallet = new Wallet();
            wallet.Load(Some.Wallet(100), Some.Now);
            return steps.All(it =>
            {
                Take(wallet, it.kind, "order" + it.order, it.won);
                return wallet.Holds.DueOfOthers("") <= Balance(wallet);
            });
        }));
    }

    private static void Take(Wallet wallet, int kind, string orderId, long won)
    {
        if (kind < 2)
        {
            wallet.Hold(Some.Funds(orderId, won), Some.Now);
        }
        else
        {
            wallet.Settle(Some.Settled(orderId, kind == 2 ? HoldOutcome.Paid : HoldOutcome.Released), Some.Now);
        }
    }

    private static long Balance(Wallet wallet) =>
        wallet.Hold(Some.Funds("asks", 1_000_000), Some.Now).Answer.Facts!.Balance!.Value;
}
