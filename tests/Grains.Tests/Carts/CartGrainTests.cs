namespace ECommerce.Grains.Tests.Carts;

public sealed class CartGrainTests : ShopTest
{
    [Fact]
    public async Task Two_devices_in_two_clusters_lose_nothing_of_each_other()
    {
        await Shop.Sells([.. Enumerable.Range(0, 6).Select(i => ("sku" + i, 9L))]);
        var other = await Shop.AnotherCluster();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Shop.Cart(on: i % 2 == 0 ? null : other).Add("sku" + i, 1)));
        Assert.Equal(6, (await Shop.Cart().Get()).Items.Count);
        Assert.Equal((await Shop.Cart().Get()).Version, (await Shop.Cart(on: other).Get()).Version);
    }

    [Fact]
    public async Task A_change_that_meets_another_device_is_made_again_on_what_that_one_wrote()
    {
        await Shop.Sells(("m", 9));
        var other = await Shop.AnotherCluster();
        var gate = new Gate();
        Shop.Ledger.BeforePaidFromCart = gate.Pass;
        var first = Shop.Cart().Add("m", 1);
        await gate.Reached;
        Shop.Ledger.BeforePaidFromCart = GatedLedger.Nothing;
        await Shop.Cart(on: other).Add("m", 2);
        gate.Open();
        Assert.Equal((3, 2), ((await first).Value!.Items.Single().Quantity, (await first).Value!.Version));
    }

    [Fact]
    public async Task Paid_lines_leave_the_cart_once_though_the_process_died_in_between()
    {
        await A_paid_order_from_a_cart_of_five();
        Shop.Ledger.BeforeTakenFromCart = GatedLedger.Down;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Shop.Cart().Get());
        Shop.Ledger.BeforeTakenFromCart = GatedLedger.Nothing;
        var other = await Shop.AnotherCluster();
        Assert.Empty((await Shop.Cart(on: other).Get()).Items);
        await Shop.Cart(on: other).Add("m", 7);
        Assert.Equal(7, (await Shop.Cart().Get()).Items.Single().Quantity);
    }

    [Fact]
    public async Task What_was_added_after_ordering_stays_when_the_order_is_paid()
    {
        await A_paid_order_from_a_cart_of_five(addedBeforePaying: 2);
        Assert.Equal(2, (await Shop.Cart().Get()).Items.Single().Quantity);
        Assert.Equal(2, (await Shop.Cart().Get()).Items.Single().Quantity);
    }

    [Fact]
    public async Task A_variant_that_is_no_longer_sold_keeps_its_name_and_last_price_and_can_only_be_removed()
    {
        await Shop.Sells(("m", 9), ("l", 9));
        await Shop.Cart().Add("m", 2);
        await Shop.Cart().Add("l", 1);
        await Shop.Sells(("l", 9));
        var (cart, item) = (await Shop.Cart().Get(), (await Shop.Cart().Get()).Items[0]);
        Assert.Equal((false, "shirt", "Shirt", "m", 10_000, 0), (item.Sold, item.ProductId, item.Name, item.Options["Sku"], item.Price, item.Available));
        Assert.Equal((true, 10_000), (cart.Items[1].Sold, cart.Total));
        var refused = await Shop.Order("a").Place(new PlaceOrder(Some.User, null));
        Assert.Equal((OrderRefusal.UnknownSku, "m"), (refused.Refusal, refused.Facts!.Sku));
        Assert.Equal((1, 0), ((await Shop.Cart().SetQuantity("l", 0)).Value!.Items.Count, (await Shop.Cart().Get()).Total));
        Assert.Equal(CartRefusal.UnknownSku, (await Shop.Cart().Add("m", 1)).Refusal);
        Assert.Empty((await Shop.Cart().SetQuantity("m", 0)).Value!.Items);
    }

    [Fact]
    public async Task A_damaged_cart_is_mended_when_it_is_first_read_and_can_be_ordered()
    {
        await Shop.Sells(("m", 9), ("l", 9));
        await Shop.Cart().Add("m", 1);
        Shop.Carts.Damage("cart", cart => cart.Replace("\"Quantity\":1", "\"Quantity\":-1"));
        Assert.Equal((0, 0), ((await Shop.Cart().Get()).Items.Count, (await Shop.Cart().Get()).Total));
        Assert.Equal(OrderRefusal.CartEmpty, (await Shop.Order("a").Place(new PlaceOrder(Some.User, null))).Refusal);
        await Shop.Cart().Add("l", 1);
        Assert.Null((await Shop.Order("a").Place(new PlaceOrder(Some.User, null))).Refusal);
    }

    [Fact]
    public async Task A_quantity_counts_with_what_the_cart_holds()
    {
        await Shop.Sells(("m", 9));
        await Shop.Cart().Add("m", 60);
        Assert.Equal(CartRefusal.QuantityOutOfRange, (await Shop.Cart().Add("m", 40)).Refusal);
        Assert.Equal((990_000, 99), ((await Shop.Cart().Add("m", 39)).Value!.Total, (await Shop.Cart().Lines()).Single().Quantity));
    }

    [Fact]
    public async Task An_empty_cart_orders_nothing()
    {
        await Shop.Sells(("m", 9));
        Assert.Equal(OrderRefusal.CartEmpty, (await Shop.Order("a").Place(new PlaceOrder(Some.User, null))).Refusal);
        Assert.Equal(
            (OrderRefusal.UnknownSku, "xl"),
            await Shop.Order("b").Place(new PlaceOrder(Some.User, [new StockLine("xl", 1)])) is var it ? (it.Refusal!.Value, it.Facts!.Sku!) : default);
    }

    private async Task A_paid_order_from_a_cart_of_five(int addedBeforePaying = 0)
    {
        await Shop.Sells(("m", 9));
        await Shop.Charges(1_000_000);
        await Shop.Cart().Add("m", 5);
        await Shop.Order("a").Place(new PlaceOrder(Some.User, null));
        if (addedBeforePaying > 0)
        {
            await Shop.Cart().Add("m", addedBeforePaying);
        }

        await Shop.Pays("a");
    }
}
