namespace ECommerce.Grains.Tests.Orders;

public sealed class PaymentTests : IAsyncDisposable
{
    private readonly Shop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Paying_again_gives_the_same_receipt()
    {
        await An_order_with_a_coupon();
        var first = await _shop.Pays("a", Coupon, expected: 9_000);
        _shop.Advance(TimeSpan.FromHours(1));
        await _shop.Charges(5_000, id: "later");
        var second = await _shop.Pays("a", Coupon);
        Assert.Equal((false, true), (first.Replayed, second.Replayed));
        Assert.Equal(first.Value! with { Items = [], AvailableCoupons = [] }, second.Value! with { Items = [], AvailableCoupons = [] });
        Assert.Equal(OrderRefusal.AlreadyPaid, (await _shop.Pays("a", "another")).Refusal);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, OrderRefusal.Expired)]
    public async Task An_order_can_be_paid_until_just_before_its_thirtieth_minute(int milliseconds, OrderRefusal? refusal)
    {
        await An_order_with_a_coupon();
        _shop.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(refusal is null ? OrderStatus.AwaitingPayment : OrderStatus.Expired, (await _shop.Order("a").Get(Some.User))!.Status);
        Assert.Equal(refusal, (await _shop.Pays("a")).Refusal);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, OrderRefusal.CouponExpired)]
    public async Task A_coupon_can_pay_until_just_before_it_expires(int milliseconds, OrderRefusal? refusal)
    {
        await An_order_with_a_coupon(validDays: 1);
        _shop.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(milliseconds));
        await _shop.Places("b", "m");
        Assert.Equal(refusal, (await _shop.Pays("b", Coupon)).Refusal);
        Assert.Equal(refusal is null ? CouponStatus.Used : CouponStatus.Expired, (await _shop.Wallet().Coupons())[0].Status);
    }

    [Theory]
    [InlineData(-1, CouponStatus.Usable)]
    [InlineData(0, CouponStatus.Used)]
    public async Task Cancelling_gives_the_coupon_back_unless_it_has_expired(int milliseconds, CouponStatus status)
    {
        await An_order_with_a_coupon(validDays: 1);
        await _shop.Pays("a", Coupon);
        _shop.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(OrderStatus.Cancelled, (await _shop.Order("a").Cancel(Some.User)).Value!.Status);
        Assert.Equal(status, (await _shop.Wallet().Coupons())[0].Status);
        Assert.Equal((1_000_000, 9), (await _shop.Balance(), await _shop.Stock("m")));
    }

    [Fact]
    public async Task What_was_cancelled_can_be_sold_and_spent_again()
    {
        await _shop.Sells(("m", 1));
        await _shop.Charges(10_000);
        await _shop.Places("a", "m");
        await _shop.Places("b", "m");
        await _shop.Pays("a");
        await _shop.Order("a").Cancel(Some.User);
        _shop.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(OrderStatus.Paid, (await _shop.Pays("b")).Value!.Status);
        Assert.Equal(OrderRefusal.NotPayable, (await _shop.Pays("a")).Refusal);
        Assert.True((await _shop.Order("a").Cancel(Some.User)).Replayed);
        Assert.Equal(OrderRefusal.UnknownOrder, (await _shop.Order("b").Cancel("jun")).Refusal);
    }

    [Fact]
    public async Task An_order_is_replayed_as_it_was_placed()
    {
        await An_order_with_a_coupon();
        var command = new PlaceOrder(Some.User, [new StockLine("m", 1)]);
        var first = await _shop.Order("c").Place(command);
        _shop.Advance(TimeSpan.FromMilliseconds(1));
        await _shop.Pays("c", Coupon);
        await _shop.Product().Save(Some.SaveProduct(("m", 0)) with { Name = "Renamed" });
        _shop.Advance(TimeSpan.FromHours(2));
        var replay = await _shop.Order("c").Place(command);
        Assert.True(replay.Replayed);
        Assert.Equal(first.Value!.Items.Single().Name, replay.Value!.Items.Single().Name);
        Assert.Equal([Coupon], replay.Value.AvailableCoupons.Select(coupon => coupon.Id));
        Assert.Equal(first.Value with { Items = [], AvailableCoupons = [] }, replay.Value with { Items = [], AvailableCoupons = [] });
        Assert.Equal(OrderRefusal.IdempotencyKeyReused, (await _shop.Order("c").Place(command with { Lines = [new StockLine("m", 2)] })).Refusal);
    }

    private static string Coupon => Ids.Coupon("spring", Some.User);

    private async Task An_order_with_a_coupon(int validDays = 7)
    {
        await _shop.Sells(("m", 9));
        await _shop.Charges(1_000_000);
        await _shop.Runs(validDays: validDays);
        await _shop.Claims();
        await _shop.Places("a", "m");
    }
}
