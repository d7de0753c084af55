namespace ECommerce.Grains.Tests.Orders;

/// <summary>Orders that are placed and paid in one call.</summary>
public sealed class BuyingTests : ShopTest
{
    [Fact]
    public async Task One_call_places_and_pays_in_one_event_and_reads_nothing_that_is_known()
    {
        await Shop_with_money(100_000);
        await Shop.Buys("first", "m");
        var events = Shop.Ledger.Events;

        Shop.Ledger.ForgetReads();
        var bought = await Shop.Buys("second", "m", quantity: 2);

        Assert.Empty(Shop.Ledger.Reads);
        Assert.Equal(events + 1, Shop.Ledger.Events);
        Assert.Equal((OrderStatus.Paid, 20_000L, 70_000L), (bought.Value!.Status, bought.Value.Paid, bought.Value.Balance));
        Assert.Equal(7, await Shop.Stock("m"));
    }

    [Fact]
    public async Task A_repeat_gets_the_first_receipt_also_when_money_stock_and_the_order_are_gone()
    {
        await Shop_with_money(10_000, stock: 1);
        var first = await Shop.Buys("a", "m");
        var repeat = await Shop.Buys("a", "m");
        await Shop.Cancels("a");
        await Shop.Sells(("l", 1));
        var late = await Shop.Buys("a", "m");

        Assert.False(first.Replayed);
        Assert.All([repeat, late], again =>
        {
            Assert.True(again.Replayed);
            Assert.Equal(
                (first.Value!.Status, first.Value.Balance, first.Value.PaidAt, first.Value.CancelledAt),
                (again.Value!.Status, again.Value.Balance, again.Value.PaidAt, again.Value.CancelledAt));
        });
    }

    [Fact]
    public async Task What_is_refused_is_not_placed_and_holds_nothing_and_its_key_can_be_used_again()
    {
        await Shop_with_money(9_999, stock: 1);
        var poor = await Shop.Buys("a", "m");
        var many = await Shop.Buys("b", "m", quantity: 2);
        var other = await Shop.Buys("c", "m", expected: 9_000);
        var unknown = await Shop.Buys("d", "nothing");

        Assert.Equal(
            [OrderRefusal.InsufficientBalance, OrderRefusal.SoldOut, OrderRefusal.PriceChanged, OrderRefusal.UnknownSku],
            new[] { poor, many, other, unknown }.Select(outcome => outcome.Refusal!.Value));
        Assert.Null(await Shop.Order("a").Get(Some.User));
        await Shop.Charges(1_000, id: "second charge");
        Assert.Equal(999, (await Shop.Buys("a", "m")).Value!.Balance);
    }

    [Fact]
    public async Task Another_payment_under_the_same_key_is_told_that_the_key_was_used()
    {
        await Shop_with_money(100_000);
        await Shop.Buys("a", "m");

        Assert.Equal(OrderRefusal.IdempotencyKeyReused, (await Shop.Buys("a", "m", expected: 10_000)).Refusal);
        var placing = await Shop.Order("a").Place(new PlaceOrder(Some.User, [new StockLine("m", 1)]));
        Assert.Equal(OrderRefusal.IdempotencyKeyReused, placing.Refusal);
    }

    [Fact]
    public async Task A_coupon_claimed_a_moment_ago_pays_and_is_used()
    {
        await Shop_with_money(100_000);
        await Shop.Buys("first", "m");
        await Shop.Runs();
        var coupon = await Shop.Claims();

        var bought = await Shop.Buys("a", "m", couponId: coupon, expected: 9_000);

        Assert.Equal((1_000L, coupon), (bought.Value!.Discount, bought.Value.CouponId));
        Assert.Equal(OrderRefusal.CouponUsed, (await Shop.Buys("b", "m", couponId: coupon)).Refusal);
    }

    [Fact]
    public async Task A_price_that_another_process_has_changed_is_the_price_that_is_paid()
    {
        await Shop_with_money(100_000);
        await Shop.Buys("first", "m");
        await Shop.Prices("m", 12_000, await Shop.AnotherCluster());

        Assert.Equal((12_000, 78_000), ((await Shop.Buys("a", "m")).Value!.Paid, await Shop.Balance()));
        Assert.Equal((OrderRefusal.PriceChanged, 12_000), await Refused(Shop.Buys("b", "m", expected: 10_000)));

        static async Task<(OrderRefusal?, long?)> Refused(Task<Outcome<OrderView, OrderRefusal>> buying) =>
            ((await buying).Refusal, (await buying).Facts?.Total);
    }

    [Theory]
    [InlineData(12_000, 100_000, 12_000L)]
    [InlineData(4_000, 5_000, null)]
    public async Task No_purchase_is_refused_by_a_price_that_another_process_has_changed(long price, long balance, long? expected)
    {
        await Shop_with_money(10_000 + balance);
        await Shop.Buys("first", "m");
        await Shop.Prices("m", price, await Shop.AnotherCluster());

        Assert.Equal(price, (await Shop.Buys("a", "m", expected: expected)).Value?.Paid);
    }

    [Fact]
    public async Task After_a_lost_answer_the_repeat_finds_out_whether_it_was_bought()
    {
        await Shop_with_money(10_000, stock: 1);
        Shop.Ledger.NextCommit = Loss.Before;
        await Assert.ThrowsAsync<LedgerUncertainException>(() => Shop.Buys("a", "m"));
        Shop.Ledger.NextCommit = Loss.After;
        await Assert.ThrowsAsync<LedgerUncertainException>(() => Shop.Buys("a", "m"));

        Assert.Equal((true, 0L), await Repeated());
        Assert.Equal(OrderRefusal.SoldOut, (await Shop.Buys("b", "m")).Refusal);

        async Task<(bool, long?)> Repeated()
        {
            var outcome = await Shop.Buys("a", "m");
            return (outcome.Replayed, outcome.Value?.Balance);
        }
    }

    [Fact]
    public async Task What_was_in_the_cart_leaves_it()
    {
        await Shop_with_money(100_000);
        await Shop.Cart().SetQuantity("m", 2);

        var bought = await Shop.Order("a").Place(new PlaceOrder(Some.User, null, new PayOrder(Some.User, null, null)));

        Assert.Equal(20_000, bought.Value!.Paid);
        Assert.Empty((await Shop.Cart().Get()).Items);
        Assert.True((await Shop.Order("a").Place(new PlaceOrder(Some.User, null, new PayOrder(Some.User, null, null)))).Replayed);
    }

    private async Task Shop_with_money(long won, long stock = 10)
    {
        await Shop.Sells(("m", stock));
        await Shop.Charges(won);
    }
}
