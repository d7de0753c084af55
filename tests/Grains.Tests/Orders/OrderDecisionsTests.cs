namespace ECommerce.Grains.Tests.Orders;

public sealed class OrderDecisionsTests
{
    private static readonly Order Open = Some.Order("a");
    private static readonly Order Paid = Open with { State = OrderState.Paid, CouponId = "coupon" };
    private static readonly PayOrder Pay = new(Some.User, null, null);

    [Fact]
    public void Nobody_pays_an_order_that_is_not_theirs()
    {
        Assert.Equal(OrderRefusal.UnknownOrder, Open.RefusePayment(Pay with { UserId = "jun" }, Some.Now));
        Assert.Equal(OrderRefusal.UnknownOrder, ((Order?)null).RefusePayment(Pay, Some.Now));
        Assert.Equal(OrderRefusal.UnknownOrder, Paid.RefusePayment(Pay with { UserId = "jun", CouponId = "other" }, Some.Now));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, OrderRefusal.Expired)]
    public void It_expires_at_exactly_thirty_minutes(int milliseconds, OrderRefusal? refusal) =>
        Assert.Equal(refusal, Open.RefusePayment(Pay, Some.Now.AddMinutes(30).AddMilliseconds(milliseconds)));

    [Theory]
    [InlineData(null, null)]
    [InlineData("coupon", null)]
    [InlineData("other", OrderRefusal.AlreadyPaid)]
    public void A_paid_order_gives_its_receipt_unless_asked_with_another_coupon(string? couponId, OrderRefusal? refusal) =>
        Assert.Equal(refusal, Paid.RefusePayment(Pay with { CouponId = couponId }, Some.Now.AddDays(1)));

    [Fact]
    public void Cancelled_comes_before_expired() =>
        Assert.Equal(OrderRefusal.NotPayable, (Open with { State = OrderState.Cancelled }).RefusePayment(Pay, Some.Now.AddDays(1)));

    public static TheoryData<OrderRefusal?, bool, OrderRefusal?> Answers => new()
    {
        { null, false, null },
        { OrderRefusal.InsufficientBalance, false, OrderRefusal.InsufficientBalance },
        { OrderRefusal.InsufficientBalance, true, OrderRefusal.SoldOut },
        { OrderRefusal.PriceChanged, true, OrderRefusal.PriceChanged },
        { OrderRefusal.CouponUsed, true, OrderRefusal.CouponUsed },
        { null, true, OrderRefusal.SoldOut },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Of_the_holders_refusals_the_first_in_order_of_precedence_is_the_answer(OrderRefusal? funds, bool isSoldOut, OrderRefusal? first)
    {
        HoldStockAnswer[] stocks = [new(null, 0), isSoldOut ? new("m", 1) : new(null, 0)];
        Assert.Equal(first, OrderDecisions.First(new HoldFundsAnswer(funds, null, 0), stocks)?.Refusal);
    }

    [Fact]
    public void Sold_out_names_the_variant_and_what_there_is() =>
        Assert.Equal(
            new RefusalFacts(Sku: "m", Available: 3), OrderDecisions.First(new HoldFundsAnswer(null, null, 0), [new HoldStockAnswer("m", 3)])!.Value.Facts);

    [Fact]
    public void Lines_with_the_same_sku_are_summed_at_the_place_of_the_first() =>
        Assert.Equal(
            [new StockLine("m", 5), new StockLine("l", 1)],
            OrderDecisions.Sum([new StockLine("m", 2), new StockLine("l", 1), new StockLine("m", 3)]));

    [Fact]
    public void The_same_request_has_the_same_fingerprint_and_another_has_another()
    {
        var pay = new PayOrder(Some.User, null, null);
        PlaceOrder[] requests =
        [
            Asked([new StockLine("m", 3)]), Asked([new StockLine("m", 2)]), Asked([new StockLine("m1", 1)]), Asked([new StockLine("m", 11)]), Asked(null),
            Asked([new StockLine("m", 3)], pay), Asked(null, pay), Asked(null, pay with { CouponId = "1" }), Asked(null, pay with { CouponId = "" }),
            Asked(null, pay with { ExpectedTotal = 1 }),
        ];

        Assert.Equal(requests.Length, requests.Select(request => request.Fingerprint()).Distinct().Count());
        Assert.Equal(requests[0].Fingerprint(), Asked([new StockLine("m", 1), new StockLine("m", 2)]).Fingerprint());
    }

    private static PlaceOrder Asked(IReadOnlyList<StockLine>? lines, PayOrder? payment = null) => new(Some.User, lines, payment);

    [Fact]
    public void Each_refusal_of_the_ledger_has_its_meaning_and_the_others_are_bugs()
    {
        foreach (var guard in Enum.GetValues<Guard>())
        {
            var verdict = new Verdict<Order>(VerdictKind.Refused, null, guard, "m", 3);
            if (guard is Guard.Replaced or Guard.UnknownCampaign or Guard.UnknownProduct or Guard.UnknownSku or Guard.SkuTaken or Guard.Quantity or Guard.Discount)
            {
                Assert.Throws<InvalidOperationException>(() => verdict.ToRefusal(7));
            }
            else if (guard.ToString() is not "CampaignNotOpen")
            {
                Assert.NotEqual(OrderRefusal.AlreadyPaid, verdict.ToRefusal(7).Refusal);
            }
        }

        Assert.Equal(
            (OrderRefusal.InsufficientBalance, new RefusalFacts(Balance: 3, Due: 7)),
            new Verdict<Order>(VerdictKind.Refused, null, Guard.Balance, null, 3).ToRefusal(7));
    }
}
