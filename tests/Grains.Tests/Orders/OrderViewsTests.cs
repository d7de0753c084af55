namespace ECommerce.Grains.Tests.Orders;

public sealed class OrderViewsTests
{
    private static readonly Order Open = Some.Order("a");

    private static readonly Order Paid = Open with
    {
        State = OrderState.Paid,
        Discount = 1_000,
        Paid = 9_000,
        CouponId = "coupon",
        Balance = 500,
        PaidAt = Some.Now.AddMinutes(1),
    };

    [Fact]
    public void An_open_order_is_expired_from_its_thirtieth_minute_on()
    {
        Assert.Equal(OrderStatus.AwaitingPayment, Open.ToView([], Some.Now.AddMinutes(30).AddMilliseconds(-1), []).Status);
        Assert.Equal(OrderStatus.Expired, Open.ToView([], Some.Now.AddMinutes(30), []).Status);
        Assert.Equal(OrderStatus.Paid, Paid.ToView([], Some.Now.AddMinutes(30), []).Status);
    }

    [Fact]
    public void Coupons_that_would_pay_it_stand_best_first()
    {
        Coupon[] coupons =
        [
            Some.Coupon("small") with { Discount = Some.Fixed(500) },
            Some.Coupon("expired", expiresAt: Some.Now),
            Some.Coupon("used", usedFor: "x"),
            Some.Coupon("for big orders", minimumOrder: 10_001),
            Some.Coupon("later") with { ExpiresAt = Some.Now.AddDays(9) },
            Some.Coupon("b"),
            Some.Coupon("a"),
            Some.Coupon("percent") with { Discount = Some.Percent(20) },
        ];
        Assert.Equal(["percent", "a", "b", "later", "small"], Open.ToView(coupons, Some.Now, []).AvailableCoupons.Select(coupon => coupon.Id));
    }

    [Fact]
    public void Only_an_order_that_awaits_payment_has_coupons_to_choose_from()
    {
        Assert.Empty(Open.ToView([Some.Coupon()], Some.Now.AddHours(1), []).AvailableCoupons);
        Assert.Empty(Paid.ToView([Some.Coupon()], Some.Now, []).AvailableCoupons);
    }

    [Fact]
    public void A_receipt_tells_the_balance_and_a_view_does_not()
    {
        Assert.Equal((OrderStatus.Paid, 9_000, 500L), (Paid.ToReceipt().Status, Paid.ToReceipt().Paid, Paid.ToReceipt().Balance));
        Assert.Null(Paid.ToView([], Some.Now, []).Balance);
    }

    [Fact]
    public void A_cancelled_order_tells_what_was_taken_back_and_its_receipt_does_not()
    {
        var cancelled = Paid.TakeBack(null, Some.Now.AddMinutes(2), "Too dear.");
        var view = cancelled.ToView([], Some.Now, []);
        Assert.Equal((OrderStatus.Cancelled, 9_000, 1), (view.Status, view.Refunded, view.Items.Single().Cancelled));
        Assert.Equal((0, 0), (cancelled.ToReceipt().Refunded, cancelled.ToReceipt().Items.Single().Cancelled));
        Assert.Equal((0, 0), (cancelled.AsPlaced([]).Refunded, cancelled.AsPlaced([]).Items.Single().Cancelled));
    }

    [Fact]
    public void Refunds_are_shown_part_by_part_and_one_that_an_older_program_made_as_a_whole()
    {
        var part = new Refund("r1", "a", 1, [new StockLine("sku", 1)], 4_500, "Too small.", Some.Now, IsWhole: false);
        var order = Paid with { Lines = [Paid.Lines[0] with { Quantity = 2, Cancelled = 1 }], Refunded = 4_500 };
        var view = order.ToView([], Some.Now, [part]);
        Assert.Equal((OrderStatus.Paid, 4_500), (view.Status, view.Refunded));
        Assert.Equal((4_500, null, Some.Now), Assert.Single(view.Refunds!) is var shown ? (shown.Amount, shown.Reason, shown.At) : default);
        Assert.Equal("Too small.", Assert.Single(order.ToOperatorsView([], Some.Now, [part]).Refunds!).Reason);
        Assert.Equal((0, null), (order.ToReceipt().Refunded, order.ToReceipt().Refunds));

        var whole = Paid.TakeBack(null, Some.Now.AddMinutes(2), "Too dear.");
        Assert.Equal((9_000, "Too dear.", Some.Now.AddMinutes(2)), Assert.Single(whole.ToOperatorsView([], Some.Now, []).Refunds!) is var all ? (all.Amount, all.Reason, all.At) : default);
        Assert.Null(Paid.ToView([], Some.Now, []).Refunds);
    }

    [Fact]
    public void A_refund_that_came_after_the_order_was_read_is_not_shown_beside_what_was_refunded_then()
    {
        var order = Paid with { Lines = [Paid.Lines[0] with { Quantity = 2, Cancelled = 1 }], Refunded = 4_500 };
        Refund Part(int number) => new("r" + number, "a", number, [new StockLine("sku", 1)], 4_500, null, Some.Now, IsWhole: false);

        Assert.Equal(4_500, Assert.Single(order.ToView([], Some.Now, [Part(1), Part(2)]).Refunds!).Amount);
    }

    [Fact]
    public void Of_an_order_that_was_never_paid_nothing_is_taken_back()
    {
        var view = (Open with { State = OrderState.Cancelled, CancelledAt = Some.Now }).ToView([Some.Coupon()], Some.Now, []);
        Assert.Equal((OrderStatus.Cancelled, 0, 0), (view.Status, view.Refunded, view.Items.Single().Cancelled));
        Assert.Empty(view.AvailableCoupons);
    }

    [Fact]
    public void As_placed_tells_nothing_of_what_came_after()
    {
        var first = Open.AsPlaced([Some.Coupon()]);
        var usedLater = Some.Coupon(usedFor: "a") with { UsedAt = Paid.PaidAt };
        var issuedLater = Some.Coupon("new") with { IssuedAt = Some.Now.AddMinutes(2) };
        var replay = Paid.AsPlaced([issuedLater, usedLater]);
        Assert.Equal(first.AvailableCoupons, replay.AvailableCoupons);
        Assert.Equal(first with { AvailableCoupons = [] }, replay with { AvailableCoupons = [] });
    }

    [Fact]
    public void A_coupon_says_what_can_be_done_with_it()
    {
        Assert.Equal(CouponStatus.Usable, Some.Coupon(expiresAt: Some.Now).ToView(Some.Now.AddMilliseconds(-1)).Status);
        Assert.Equal(CouponStatus.Expired, Some.Coupon(expiresAt: Some.Now).ToView(Some.Now).Status);
        Assert.Equal(CouponStatus.Used, Some.Coupon(expiresAt: Some.Now, usedFor: "x").ToView(Some.Now).Status);
    }
}
