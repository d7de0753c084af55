namespace ECommerce.WebFrontend.Tests.Orders;

public sealed class Buying_on_Sqlite(SqliteShop shop) : BuyingSuite(shop);

public sealed class Buying_on_Postgres(PostgresShop shop) : BuyingSuite(shop);

public sealed class Buying_on_a_cluster(ClusterShop shop) : BuyingSuite(shop);

/// <summary>Orders that are placed and paid in one call.</summary>
public abstract class BuyingSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task One_call_places_and_pays_and_a_repeat_gets_the_same_answer()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Value = 3_000 });
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var coupon = await user.Claimed(campaign.Id);
        var key = Some.Key();

        var bought = (await user.Buy(product.Sku, 3, coupon, 27_000, key)).Expect(201);

        bought.Json.HasShape(
            "id:text status:text items:array total:integer discount:integer paid:integer couponId:text placedAt:time expiresAt:time paidAt:time balance:integer");
        Assert.Equal("paid", bought.Text("status"));
        Assert.Equal(
            (30_000, 3_000, 27_000, 23_000), (bought.Number("total"), bought.Number("discount"), bought.Number("paid"), bought.Number("balance")));
        Assert.Equal("/v1/orders/" + bought.Text("id"), bought.Header("Location"));
        var again = (await user.Buy(product.Sku, 3, coupon, 27_000, key)).Expect(201);
        Assert.Equal("true", again.Header("Idempotent-Replayed"));
        Assert.Equal(bought.Text, again.Text);
        Assert.Equal("paid", (await user.OrderOf(bought.Text("id"))).Text("status"));
        Assert.Equal(23_000, await user.Balance());
        await Shop.ShowsStock(product, 97);
    }

    [Fact]
    public async Task What_is_refused_leaves_no_order_and_its_key_can_be_used_again()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 9_999);
        var key = Some.Key();

        var refused = (await user.Buy(product.Sku, 1, key: key)).Expect(409, "insufficient_balance");
        (await user.Buy(product.Sku, 1, expectedTotal: 9_000)).Expect(409, "price_changed");
        (await user.Buy(product.Sku, 1, couponId: "none")).Expect(404, "coupon_not_found");

        Assert.Equal((9_999, 10_000), (refused.Number("balance"), refused.Number("due")));
        Assert.Empty((await user.Orders()).Items());
        (await user.Charge(1_000)).Expect(201);
        Assert.Equal(999, (await user.Buy(product.Sku, 1, key: key)).Expect(201).Number("balance"));
    }

    [Fact]
    public async Task The_same_key_without_the_payment_or_with_another_is_refused()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var key = Some.Key();
        (await user.Buy(product.Sku, 1, key: key)).Expect(201);

        (await user.Order(product.Sku, 1, key)).Expect(422, "idempotency_key_reused");
        (await user.Buy(product.Sku, 1, expectedTotal: 10_000, key: key)).Expect(422, "idempotency_key_reused");
        Assert.Equal(40_000, await user.Balance());
    }

    [Fact]
    public async Task The_cart_can_be_bought_in_one_call_and_is_empty_then()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        (await user.SetInCart(product.Sku, 2)).Expect(200);

        var bought = (await user.Post("/v1/orders", new { fromCart = true, payment = new { } }, ("Idempotency-Key", Some.Key()))).Expect(201);

        Assert.Equal(("paid", 30_000), (bought.Text("status"), bought.Number("balance")));
        Assert.Empty((await user.Cart()).Items());
    }

    [Fact]
    public async Task A_payment_that_is_no_object_is_refused()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var items = new[] { new { sku = product.Sku, quantity = 1 } };

        (await user.Post("/v1/orders", new { items, payment = true }, ("Idempotency-Key", Some.Key()))).Expect(422, "validation_failed");
        (await user.Post("/v1/orders", new { items, payment = new { expectedTotal = "much" } }, ("Idempotency-Key", Some.Key())))
            .Expect(422, "validation_failed");
        Assert.Empty((await user.Orders()).Items());
    }
}
