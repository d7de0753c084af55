namespace ECommerce.Grains.Tests.Orders;

public sealed class PaymentTests : ShopTest
{
    [Fact]
    public async Task Paying_again_gives_the_same_receipt()
    {
        await An_order_with_a_coupon();
        var first = await Shop.Pays("a", Coupon, expected: 9_000);
        Shop.Advance(TimeSpan.FromHours(1));
        await Shop.Charges(5_000, id: "later");
        var second = await Shop.Pays("a", Coupon);
        Assert.Equal((false, true), (first.Replayed, second.Replayed));
        Assert.Equal(first.Value! with { Items = [], AvailableCoupons = [] }, second.Value! with { Items = [], AvailableCoupons = [] });
        Assert.Equal(OrderRefusal.AlreadyPaid, (await Shop.Pays("a", "another")).Refusal);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, OrderRefusal.Expired)]
    public async Task An_order_can_be_paid_until_just_before_its_thirtieth_minute(int milliseconds, OrderRefusal? refusal)
    {
        await An_order_with_a_coupon();
        Shop.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(refusal is null ? OrderStatus.AwaitingPayment : OrderStatus.Expired, (await Shop.Order("a").Get(Some.User))!.Status);
        Assert.Equal(refusal, (await Shop.Pays("a")).Refusal);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, OrderRefusal.CouponExpired)]
    public async Task A_coupon_can_pay_until_just_before_it_expires(int milliseconds, OrderRefusal? refusal)
    {
        await An_order_with_a_coupon(validDays: 1);
        Shop.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(milliseconds));
        await Shop.Places("b", "m");
        Assert.Equal(refusal, (await Shop.Pays("b", Coupon)).Refusal);
        Assert.Equal(refusal is null ? CouponStatus.Used : CouponStatus.Expired, (await Shop.Wallet().Coupons())[0].Status);
    }

    [Theory]
    [InlineData(-1, CouponStatus.Usable)]
    [InlineData(0, CouponStatus.Used)]
    public async Task Cancelling_gives_the_coupon_back_unless_it_has_expired(int milliseconds, CouponStatus status)
    {
        await An_order_with_a_coupon(validDays: 1);
        await Shop.Pays("a", Coupon);
        Shop.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(OrderStatus.Cancelled, (await Shop.Cancels("a")).Value!.Status);
        Assert.Equal(status, (await Shop.Wallet().Coupons())[0].Status);
        Assert.Equal((1_000_000, 9), (await Shop.Balance(), await Shop.Stock("m")));
    }

    [Fact]
    public async Task What_was_cancelled_can_be_sold_and_spent_again()
    {
        await Shop.Sells(("m", 1));
        await Shop.Charges(10_000);
        await Shop.Places("a", "m");
        await Shop.Places("b", "m");
        await Shop.Pays("a");
        await Shop.Cancels("a");
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays("b")).Value!.Status);
        Assert.Equal(OrderRefusal.NotPayable, (await Shop.Pays("a")).Refusal);
        Assert.True((await Shop.Cancels("a")).Replayed);
        Assert.Equal(OrderRefusal.UnknownOrder, (await Shop.Cancels("b", "jun")).Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public async Task An_unpaid_order_is_cancelled_and_nothing_moves_whether_it_has_expired_or_not(int minutes)
    {
        await An_order_with_a_coupon();
        Shop.Advance(TimeSpan.FromMinutes(minutes));
        var cancelled = await Shop.Cancels("a");
        Assert.Equal((OrderStatus.Cancelled, 0L, false), (cancelled.Value!.Status, cancelled.Value.Refunded, cancelled.Replayed));
        Assert.Null(cancelled.Value.PaidAt);
        Assert.True((await Shop.Cancels("a")).Replayed);
        Assert.Equal(OrderRefusal.NotPayable, (await Shop.Pays("a", Coupon)).Refusal);
        Assert.Equal(OrderStatus.AwaitingPayment, (await Shop.Order("a").Place(new PlaceOrder(Some.User, [new StockLine("m", 1)]))).Value!.Status);
        Assert.Equal((1_000_000, 9), (await Shop.Balance(), await Shop.Stock("m")));
        Assert.Equal(CouponStatus.Usable, (await Shop.Wallet().Coupons())[0].Status);
    }

    [Fact]
    public async Task An_order_that_is_cancelled_in_another_cluster_while_it_is_being_paid_is_not_paid()
    {
        await An_order_with_a_coupon();
        var other = await Shop.AnotherCluster();
        var gate = Shop.Ledger.Hold("a");
        var payment = Shop.Order("a").Pay(new PayOrder(Some.User, Coupon, null));
        await gate.Reached;
        Assert.Equal(OrderStatus.Cancelled, (await Shop.Order("a", other).Cancel(Some.User)).Value!.Status);
        gate.Open();
        Assert.Equal(OrderRefusal.NotPayable, (await payment).Refusal);
        Assert.Equal((1_000_000, 9), (await Shop.Balance(), await Shop.Stock("m")));

        // What the payment held is free again.
        await Shop.Places("b", "m", quantity: 9);
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays("b", Coupon)).Value!.Status);
    }

    [Fact]
    public async Task An_order_is_replayed_as_it_was_placed()
    {
        await An_order_with_a_coupon();
        var command = new PlaceOrder(Some.User, [new StockLine("m", 1)]);
        var first = await Shop.Order("c").Place(command);
        await Shop.Pays("c", Coupon);
        await Shop.Product().Save(Some.SaveProduct(("m", 0)) with { Name = "Renamed" });
        Shop.Advance(TimeSpan.FromHours(2));
        var replay = await Shop.Order("c").Place(command);
        Assert.True(replay.Replayed);
        Assert.Equal(first.Value!.Items.Single().Name, replay.Value!.Items.Single().Name);
        Assert.Equal([Coupon], replay.Value.AvailableCoupons.Select(coupon => coupon.Id));
        Assert.Equal(first.Value with { Items = [], AvailableCoupons = [] }, replay.Value with { Items = [], AvailableCoupons = [] });
        Assert.Equal(OrderRefusal.IdempotencyKeyReused, (await Shop.Order("c").Place(command with { Lines = [new StockLine("m", 2)] })).Refusal);
    }

    [Fact]
    public async Task Paying_again_gives_the_receipt_though_stock_and_money_are_gone()
    {
        await Shop.Sells(("m", 1));
        await Shop.Charges(10_000);
        await Shop.Places("a", "m");
        await Shop.Pays("a");
        var events = Shop.Ledger.Events;
        var again = await Shop.Pays("a");
        Assert.Equal((OrderStatus.Paid, 0L, true), (again.Value!.Status, again.Value.Balance, again.Replayed));
        Assert.Equal(events, Shop.Ledger.Events);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, OrderRefusal.AlreadyPaid)]
    public async Task An_order_that_is_paid_in_two_clusters_at_once_is_paid_once(bool hasCoupon, OrderRefusal? refusal)
    {
        await An_order_with_a_coupon();
        var other = await Shop.AnotherCluster();
        var gate = Shop.Ledger.Hold("a");
        var first = Shop.Order("a").Pay(new PayOrder(Some.User, hasCoupon ? Coupon : null, null));
        await gate.Reached;
        Assert.Equal(10_000, (await Shop.Order("a", other).Pay(new PayOrder(Some.User, null, null))).Value!.Paid);
        gate.Open();
        var second = await first;
        Assert.Equal((refusal, refusal is null), (second.Refusal, second.Replayed));
        Assert.Equal((990_000, 8), (await Shop.Balance(), await Shop.Stock("m")));
        Assert.Equal(CouponStatus.Usable, (await Shop.Wallet().Coupons())[0].Status);
    }

    [Fact]
    public async Task Nobody_sees_an_order_that_is_not_theirs()
    {
        await An_order_with_a_coupon();
        Assert.NotNull(await Shop.Order("a").Get(Some.User));
        Assert.Null(await Shop.Order("a").Get("jun"));
    }

    private static string Coupon => Ids.Coupon("spring", Some.User);

    private async Task An_order_with_a_coupon(int validDays = 7)
    {
        await Shop.Sells(("m", 9));
        await Shop.Charges(1_000_000);
        await Shop.Runs(validDays: validDays);
        await Shop.Claims();
        await Shop.Places("a", "m");
    }
}
