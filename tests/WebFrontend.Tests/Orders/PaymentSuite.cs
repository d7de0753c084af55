namespace ECommerce.WebFrontend.Tests.Orders;

public sealed class Payment_on_Sqlite(SqliteShop shop) : PaymentSuite(shop);

public sealed class Payment_on_Postgres(PostgresShop shop) : PaymentSuite(shop);

public sealed class Payment_on_a_cluster(ClusterShop shop) : PaymentSuite(shop);

public abstract class PaymentSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_payment_takes_money_and_stock_and_gives_a_receipt()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 3);

        var receipt = (await user.Pay(order)).Expect(200);

        receipt.Json.HasShape(
            "id:text status:text items:array total:integer discount:integer paid:integer placedAt:time expiresAt:time paidAt:time balance:integer");
        Assert.Equal("paid", receipt.Text("status"));
        Assert.Equal((30_000, 0, 30_000), (receipt.Number("total"), receipt.Number("discount"), receipt.Number("paid")));
        Assert.Equal(20_000, receipt.Number("balance"));
        Assert.Equal(20_000, await user.Balance());
        Assert.Equal("paid", (await user.OrderOf(order)).Text("status"));
        Assert.Equal("paid", (await user.Orders()).Items().Single().Text("status"));
        await Shop.ShowsStock(product, 97);
    }

    [Fact]
    public async Task A_payment_without_a_body_is_a_payment_without_a_coupon()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);

        (await user.Post($"/v1/orders/{await user.Ordered(product.Sku, 1)}/payment")).Expect(200);
    }

    [Fact]
    public async Task A_wallet_can_be_spent_to_the_last_won()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 10_000);

        Assert.Equal(0, (await user.Pay(await user.Ordered(product.Sku, 1))).Expect(200).Number("balance"));
    }

    [Fact]
    public async Task Paying_a_paid_order_again_gives_the_same_receipt_also_after_other_changes()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 1);
        var receipt = (await user.Pay(order)).Expect(200);
        (await user.Charge(5_000)).Expect(201);

        var again = (await user.Pay(order)).Expect(200);

        Assert.Equal(receipt.Text, again.Text);
        Assert.Equal(45_000, await user.Balance());
    }

    [Fact]
    public async Task A_paid_order_is_not_paid_again_with_another_coupon()
    {
        var (one, other) = (await Shop.Runs(Some.Campaign()), await Shop.Runs(Some.Campaign()));
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var (used, unused) = (await user.Claimed(one.Id), await user.Claimed(other.Id));
        (await user.Charge(50_000)).Expect(201);
        var order = await user.Ordered(product.Sku, 1);
        var receipt = (await user.Pay(order, used)).Expect(200);

        (await user.Pay(order, unused)).Expect(409, "order_already_paid");

        Assert.Equal(receipt.Text, (await user.Pay(order, used)).Expect(200).Text);
        Assert.Equal(receipt.Text, (await user.Pay(order)).Expect(200).Text);
        Assert.Equal(41_000, await user.Balance());
    }

    [Fact]
    public async Task Too_little_money_is_refused_with_what_is_there_and_what_is_due()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 9_999);
        var order = await user.Ordered(product.Sku, 1);

        var refused = (await user.Pay(order)).Expect(409, "insufficient_balance");

        Assert.Equal((9_999, 10_000), (refused.Number("balance"), refused.Number("due")));
        Assert.Equal("awaiting_payment", (await user.OrderOf(order)).Text("status"));
        await Shop.ShowsStock(product, 100);
        (await user.Charge(1_000)).Expect(201);
        (await user.Pay(order)).Expect(200);
    }

    [Fact]
    public async Task Too_little_stock_is_refused_with_the_sku_and_what_is_there()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 2, Colors = ["Black", "White"] });
        var user = await Shop.NewUser(balance: 50_000);
        var order = (await user.Order([(product.Sku, 1), (product.SkuOf(1), 3)])).Expect(201).Text("id");

        var refused = (await user.Pay(order)).Expect(409, "sold_out");

        Assert.Equal((product.SkuOf(1), 2), (refused.Text("sku"), refused.Number("available")));
        Assert.Equal(50_000, await user.Balance());
        (await Shop.AdjustStock(product.SkuOf(1), 1)).Expect(200);
        (await user.Pay(order)).Expect(200);
    }

    [Fact]
    public async Task A_total_other_than_expected_is_refused_and_the_right_one_is_told()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(50_000)).Expect(201);
        var order = await user.Ordered(product.Sku, 1);

        Assert.Equal(9_000, (await user.Pay(order, coupon, expectedTotal: 10_000)).Expect(409, "price_changed").Number("total"));
        Assert.Equal(10_000, (await user.Pay(order, expectedTotal: 9_000)).Expect(409, "price_changed").Number("total"));

        Assert.Equal(9_000, (await user.Pay(order, coupon, expectedTotal: 9_000)).Expect(200).Number("paid"));
    }

    [Fact]
    public async Task An_unknown_order_cannot_be_read_paid_or_cancelled()
    {
        var user = await Shop.NewUser();

        (await user.OrderOf("no-such-order")).Expect(404, "unknown_order");
        (await user.Pay("no-such-order")).Expect(404, "unknown_order");
        (await user.Cancel("no-such-order")).Expect(404, "unknown_order");
    }
}
