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
        Assert.Equal((19_000, 19_000), (cancelled.Number("paid"), cancelled.Number("refunded")));
        Assert.Equal((2, 2), (cancelled.Items().Single().Number("quantity"), cancelled.Items().Single().Number("cancelled")));
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
    public async Task An_unpaid_order_is_cancelled_and_nothing_moves()
    {
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign());
        var user = await Shop.NewUser(balance: 50_000);
        var coupon = await user.Claimed(campaign.Id);
        var order = await user.Ordered(product.Sku, 2);

        var cancelled = (await user.Cancel(order, "I chose another size.")).Expect(200);

        Assert.Equal((order, "cancelled"), (cancelled.Text("id"), cancelled.Text("status")));
        Assert.Equal((0, 0, 0), (cancelled.Number("paid"), cancelled.Number("refunded"), cancelled.Items().Single().Number("cancelled")));
        Assert.False(cancelled.Json.TryGetProperty("paidAt", out _));
        Assert.Empty(cancelled["availableCoupons"].EnumerateArray());
        Assert.Equal(cancelled.Text, (await user.OrderOf(order)).Expect(200).Text);
        Assert.Equal(50_000, await user.Balance());
        Assert.Equal(["charge"], (await user.Entries()).Items().Select(entry => entry.Text("kind")));
        Assert.Equal("usable", (await user.Coupons()).Items().Single().Text("status"));
        await Shop.ShowsStock(product, 100);
        (await user.Pay(order, coupon)).Expect(409, "order_not_payable");
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Cancelling_an_unpaid_order_again_answers_the_same()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var order = await user.Ordered(product.Sku, 1);
        var first = (await user.Cancel(order, "Too dear.")).Expect(200);

        var again = (await user.Cancel(order, "Another reason.")).Expect(200);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
        Assert.Equal("awaiting_payment", (await user.Order(product.Sku, 1)).Expect(201).Text("status"));
    }

    [Fact]
    public async Task What_was_ordered_from_the_cart_and_cancelled_before_it_was_paid_stays_in_the_cart()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        (await user.AddToCart(product.Sku, 2)).Expect(200);
        var order = (await user.OrderCart()).Expect(201).Text("id");

        (await user.Cancel(order)).Expect(200);

        Assert.Equal(2, (await user.Cart()).Items().Single().Number("quantity"));
        var next = (await user.OrderCart()).Expect(201).Text("id");
        (await user.Pay(next)).Expect(200);
        Assert.Empty((await user.Cart()).Items());
    }

    [Fact]
    public async Task An_order_of_somebody_else_cannot_be_cancelled()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var order = await user.Ordered(product.Sku, 1);

        (await (await Shop.NewUser()).Cancel(order)).Expect(404, "unknown_order");
        (await user.Cancel("no-such-order")).Expect(404, "unknown_order");

        Assert.Equal("awaiting_payment", (await user.OrderOf(order)).Text("status"));
    }

    [Fact]
    public async Task A_reason_is_a_text_of_at_most_1000_characters()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var order = await user.Ordered(product.Sku, 1);

        (await user.Cancel(order, new string('r', 1_001))).Expect(422, "validation_failed");
        (await user.Cancel(order, "zero\0byte")).Expect(422, "validation_failed");
        Assert.Equal("awaiting_payment", (await user.OrderOf(order)).Text("status"));

        (await user.Cancel(order, "사이즈가\n작아요 " + new string('r', 900))).Expect(200);
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
