namespace ECommerce.Grains.Tests.Orders;

public sealed class PlacingTests : ShopTest
{
    [Fact]
    public async Task A_checkout_of_known_things_reads_nothing_but_the_coupons_that_its_answer_shows()
    {
        await Shop.Sells(("m", 10));
        await Shop.Charges(1_000_000);
        await Checks_out("first");

        Shop.Ledger.ForgetReads();
        await Checks_out("second");
        Assert.Equal(["Coupons"], Shop.Ledger.Reads);
    }

    [Fact]
    public async Task Frontends_of_the_version_before_call_an_order_by_a_grain_of_its_own_and_get_the_same_answers()
    {
        await Shop.Sells(("m", 10));
        await Shop.Charges(50_000);
        var order = Shop.Grains.GetGrain<IOrderGrain>("old");

        Assert.Equal(10_000, (await order.Place(new PlaceOrder(Some.User, [new StockLine("m", 1)]))).Value!.Total);
        Assert.Equal(40_000, (await order.Pay(new PayOrder(Some.User, null, null))).Value!.Balance);
        Assert.Equal(OrderStatus.Paid, (await order.Get(Some.User))!.Status);
        Assert.Equal(OrderStatus.Cancelled, (await order.Cancel(Some.User)).Value!.Status);
        Assert.Equal(OrderStatus.Cancelled, (await Shop.Order("old").Get(Some.User))!.Status);
    }

    [Fact]
    public async Task An_order_has_the_price_that_another_process_has_set()
    {
        var other = await Shop_with_known_prices();
        await Shop.Prices("m", 12_000, other);

        var order = await Shop.Places("b", "m", quantity: 2);
        Assert.Equal(24_000, order.Total);
        Assert.Equal(12_000, Assert.Single(order.Items).Price);

        Shop.Ledger.ForgetReads();
        Assert.Equal(12_000, (await Shop.Places("c", "m")).Total);
        Assert.DoesNotContain("Variants", Shop.Ledger.Reads);
    }

    [Fact]
    public async Task A_variant_that_another_process_took_off_sale_is_unknown()
    {
        var other = await Shop_with_known_prices();
        await Shop.Prices("l", 10_000, other);

        var outcome = await Shop.Order("b").Place(new PlaceOrder(Some.User, [new StockLine("l", 1), new StockLine("m", 1)]));
        Assert.Equal((OrderRefusal.UnknownSku, "m"), (outcome.Refusal, outcome.Facts!.Sku));
        Assert.Null(await Shop.Order("b").Get(Some.User));
    }

    [Fact]
    public async Task A_product_that_cannot_answer_does_not_keep_its_variants_from_being_ordered()
    {
        await Shop_with_known_prices();
        await Shop.Refreshes();
        Shop.Ledger.BeforeProduct = GatedLedger.Down;

        Assert.Equal(10_000, (await Shop.Places("b", "m")).Total);
        Shop.Ledger.BeforeProduct = GatedLedger.Nothing;
    }

    [Fact]
    public async Task A_repeat_gets_the_first_answer_though_nobody_sells_the_variant_any_more()
    {
        await Shop.Sells(("m", 10), ("l", 10));
        var first = await Shop.Places("a", "m");
        await Shop.Sells(("l", 10));

        var repeat = await Shop.Order("a").Place(new PlaceOrder(Some.User, [new StockLine("m", 1)]));
        Assert.True(repeat.Replayed);
        Assert.Equal(first.Total, repeat.Value!.Total);
    }

    [Fact]
    public async Task An_order_whose_prices_never_stand_still_is_not_placed_and_can_be_repeated()
    {
        var other = await Shop_with_known_prices();
        await Shop.Prices("m", 11_000, other);
        var price = 11_000L;
        Shop.Ledger.AfterVariants = () => Shop.Prices("m", ++price, other);
        await Assert.ThrowsAsync<UnavailableException>(() => Shop.Places("b", "m"));

        Shop.Ledger.AfterVariants = GatedLedger.Nothing;
        Assert.Equal(price, (await Shop.Places("b", "m")).Total);
    }

    [Fact]
    public async Task A_payment_that_was_refused_for_want_of_money_can_be_made_after_a_charge()
    {
        await Shop.Sells(("m", 10));
        await Shop.Charges(9_999);
        await Shop.Places("a", "m");
        Assert.Equal(OrderRefusal.InsufficientBalance, (await Shop.Pays("a")).Refusal);

        await Shop.Charges(1_000, id: "second charge");
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays("a")).Value!.Status);
    }

    [Fact]
    public async Task A_payment_that_another_process_has_made_is_answered_with_its_receipt()
    {
        await Shop.Sells(("m", 10));
        await Shop.Charges(1_000_000);
        await Shop.Places("a", "m");
        var other = await Shop.AnotherCluster();
        var first = await Shop.Pays("a", on: other);

        var again = await Shop.Pays("a");
        Assert.True(again.Replayed);
        Assert.Equal(first.Value!.Balance, again.Value!.Balance);
        Assert.Equal(9, await Shop.Stock("m"));
    }

    [Fact]
    public async Task The_receipt_of_a_payment_elsewhere_is_the_answer_also_when_nothing_is_left_to_pay_with()
    {
        await Shop.Sells(("m", 1));
        await Shop.Charges(10_000);
        await Shop.Places("a", "m");
        var other = await Shop.AnotherCluster();
        var first = await Shop.Pays("a", on: other);

        Assert.Equal(first.Value!.Balance, (await Shop.Pays("a")).Value?.Balance);
        await Shop.Order("a", other).Cancel(Some.User);
        Assert.Equal(OrderRefusal.NotPayable, (await Shop.Pays("a")).Refusal);
    }

    private async Task Checks_out(string id)
    {
        await Shop.Places(id, "m");
        Assert.Equal(OrderStatus.Paid, (await Shop.Pays(id)).Value!.Status);
    }

    /// <summary>Sells m for 10,000 won, and has it in memory; answers with another process.</summary>
    private async Task<IGrainFactory> Shop_with_known_prices()
    {
        await Shop.Sells(("m", 10));
        await Shop.Places("a", "m");
        await Shop.Places("a2", "m");
        return await Shop.AnotherCluster();
    }
}
