namespace ECommerce.WebFrontend.Tests.Orders;

public sealed class Cancellation_on_Sqlite(SqliteShop shop) : CancellationSuite(shop);

public sealed class Cancellation_on_Postgres(PostgresShop shop) : CancellationSuite(shop);

public sealed class Cancellation_on_a_cluster(ClusterShop shop) : CancellationSuite(shop);

public abstract class CancellationSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_cancellation_gives_money_stock_and_coupon_back()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(50_000)).Expect(201);
        var order = await user.Ordered(product.Sku, 2);
        (await user.Pay(order, coupon)).Expect(200);

        var cancelled = (await user.Cancel(order)).Expect(200);

        Assert.Equal("cancelled", cancelled.Text("status"));
        Assert.Equal(order, cancelled.Text("id"));
        Assert.Equal(50_000, await user.Balance());
        Assert.Equal("usable", (await user.Coupons()).Items().Single().Text("status"));
        await Shop.ShowsStock(product, 100);
    }

    [Fact]
    public async Task Refunded_money_stock_and_coupon_can_be_used_at_once()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product() with { Stock = 1 });
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(9_000)).Expect(201);
        var (order, next) = (await user.Ordered(product.Sku, 1), await user.Ordered(product.Sku, 1));
        (await user.Pay(order, coupon)).Expect(200);
        (await user.Cancel(order)).Expect(200);

        Assert.Equal(0, (await user.Pay(next, coupon)).Expect(200).Number("balance"));
    }

    [Fact]
    public async Task Cancelling_again_answers_the_same_and_refunds_nothing()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 1);
        (await user.Pay(order)).Expect(200);
        var first = (await user.Cancel(order)).Expect(200);

        Assert.Equal(first.Text, (await user.Cancel(order)).Expect(200).Text);

        Assert.Equal(50_000, await user.Balance());
    }

    [Fact]
    public async Task An_unpaid_order_cannot_be_cancelled()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 1);

        (await user.Cancel(order)).Expect(409, "order_not_paid");

        (await user.Pay(order)).Expect(200);
    }

    [Fact]
    public async Task A_cancelled_order_cannot_be_paid()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 1);
        (await user.Pay(order)).Expect(200);
        (await user.Cancel(order)).Expect(200);

        (await user.Pay(order)).Expect(409, "order_not_payable");

        Assert.Equal(50_000, await user.Balance());
    }

    [Fact]
    public async Task A_cancelled_order_lists_as_cancelled_and_keeps_its_terms()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 1);
        (await user.Pay(order)).Expect(200);
        (await user.Cancel(order)).Expect(200);

        var read = (await user.OrderOf(order)).Expect(200);

        Assert.Equal("cancelled", read.Text("status"));
        Assert.Equal(10_000, read.Number("total"));
        Assert.Equal("cancelled", (await user.Orders()).Items().Single().Text("status"));
    }
}
