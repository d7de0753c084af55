namespace ECommerce.WebFrontend.Tests.Orders;

public sealed class Order_on_Sqlite(SqliteShop shop) : OrderSuite(shop);

public sealed class Order_on_Postgres(PostgresShop shop) : OrderSuite(shop);

public sealed class Order_on_a_cluster(ClusterShop shop) : OrderSuite(shop);

public abstract class OrderSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_placed_order_awaits_payment_and_says_where_it_is()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"] });
        var user = await Shop.NewUser();

        var order = (await user.Order([(product.Sku, 2), (product.SkuOf(1), 1)])).Expect(201);

        order.Json.HasShape(
            "id:text status:text items:array total:integer discount:integer paid:integer availableCoupons:array placedAt:time expiresAt:time");
        Assert.Equal("awaiting_payment", order.Text("status"));
        Assert.Equal((30_000, 0, 0), (order.Number("total"), order.Number("discount"), order.Number("paid")));
        Assert.EndsWith("/v1/orders/" + order.Text("id"), order.Header("Location"));
        Assert.Equal(TimeSpan.FromMinutes(30), order.Time("expiresAt") - order.Time("placedAt"));
        Assert.InRange(order.Time("placedAt"), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.False(order.Json.TryGetProperty("paidAt", out var paidAt) && paidAt.ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.All(order.Items(), item => item.HasShape("sku:text productId:text name:text options:object quantity:integer price:integer"));
        Assert.Equal([(product.Sku, 2), (product.SkuOf(1), 1)], order.Items().Select(item => (item.Text("sku"), item.Number("quantity"))));
        Assert.Equal("White", order.Items()[1].GetProperty("options").Text("Color"));
        Assert.Equal((product.Id, product.Name), (order.Items()[0].Text("productId"), order.Items()[0].Text("name")));
    }

    [Fact]
    public async Task An_order_reads_the_same_by_its_location_and_in_the_list()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var placed = (await user.Order(product.Sku, 1)).Expect(201);

        var read = (await user.Get(new Uri(new Uri("http://shop"), placed.Header("Location")).AbsolutePath)).Expect(200);
        var listed = (await user.Orders()).Items().Single();

        Assert.Equal(placed.Text, read.Text);
        listed.HasShape("id:text status:text items:array total:integer discount:integer paid:integer placedAt:time expiresAt:time");
        Assert.Equal(placed.Text("id"), listed.Text("id"));
    }

    [Fact]
    public async Task Lines_with_the_same_sku_are_summed()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();

        var order = (await user.Order([(product.Sku, 2), (product.Sku, 3)])).Expect(201);

        Assert.Equal(5, order.Items().Single().Number("quantity"));
        Assert.Equal(50_000, order.Number("total"));
    }

    [Fact]
    public async Task Lines_with_the_same_sku_in_composed_and_decomposed_Hangul_are_summed()
    {
        const string composed = "한글";
        const string decomposed = "\u1112\u1161\u11ab\u1100\u1173\u11af";
        var product = await Shop.Sells(Some.Product() with { Colors = [composed] });
        var user = await Shop.NewUser();

        var order = (await user.Order([(product.Sku.Replace(composed, decomposed, StringComparison.Ordinal), 2), (product.Sku, 3)])).Expect(201);

        Assert.Equal((product.Sku, 5), (order.Items().Single().Text("sku"), order.Items().Single().Number("quantity")));
    }

    [Fact]
    public async Task Lines_with_the_same_sku_may_be_more_together_than_one_line_may_be()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 5_000, Price = 1 });
        var user = await Shop.NewUser(balance: 10_000);

        var order = (await user.Order(Enumerable.Repeat((product.Sku, 99), 50))).Expect(201);
        Assert.Equal(4_950, order.Items().Single().Number("quantity"));

        (await user.Pay(order.Text("id"))).Expect(200);
        await Shop.ShowsStock(product, 50);
    }

    [Fact]
    public async Task The_price_is_fixed_when_the_order_is_placed()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(product.Sku, 1);
        (await Shop.Save(product with { Price = 20_000, Name = "Renamed" })).Expect(200);

        var receipt = (await user.Pay(order)).Expect(200);

        Assert.Equal(10_000, receipt.Number("paid"));
        Assert.Equal("Linen shirt", receipt.Items().Single().Text("name"));
    }

    [Fact]
    public async Task Placing_an_order_does_not_check_stock()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 0 });

        (await (await Shop.NewUser()).Order(product.Sku, 99)).Expect(201);
    }

    [Fact]
    public async Task An_order_from_the_cart_holds_what_the_cart_holds()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"] });
        var user = await Shop.NewUser();
        (await user.AddToCart(product.Sku, 2)).Expect(200);
        (await user.AddToCart(product.SkuOf(1), 1)).Expect(200);

        var order = (await user.OrderCart()).Expect(201);

        Assert.Equal([(product.Sku, 2), (product.SkuOf(1), 1)], order.Items().Select(item => (item.Text("sku"), item.Number("quantity"))));
        Assert.Equal(2, (await user.Cart()).Items().Count);
    }

    [Fact]
    public async Task What_was_ordered_leaves_the_cart_when_it_is_paid()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"] });
        var user = await Shop.NewUser(balance: 50_000);
        (await user.AddToCart(product.Sku, 2)).Expect(200);
        var order = (await user.OrderCart()).Expect(201).Text("id");
        (await user.AddToCart(product.Sku, 1)).Expect(200);
        (await user.AddToCart(product.SkuOf(1), 4)).Expect(200);

        (await user.Pay(order)).Expect(200);

        await Eventually.Holds(
            async () => Assert.Equal(
                [(product.Sku, 1), (product.SkuOf(1), 4)],
                (await user.Cart()).Items().Select(item => (item.Text("sku"), item.Number("quantity")))),
            Bounds.Freshness);
    }

    [Fact]
    public async Task A_direct_order_leaves_the_cart_alone()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        (await user.AddToCart(product.Sku, 2)).Expect(200);

        (await user.Pay(await user.Ordered(product.Sku, 1))).Expect(200);

        Assert.Equal(2, (await user.Cart()).Items().Single().Number("quantity"));
    }

    [Fact]
    public async Task An_empty_cart_makes_no_order()
    {
        (await (await Shop.NewUser()).OrderCart()).Expect(422, "cart_empty");
    }

    [Fact]
    public async Task An_unknown_sku_makes_no_order()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();

        (await user.Order([(product.Sku, 1), ("no-such-sku", 1)])).Expect(422, "unknown_sku");

        Assert.Empty((await user.Orders()).Items());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100)]
    public async Task A_quantity_outside_1_to_99_is_not_ordered(int quantity)
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();

        Problem.IsWellFormed((await user.Order(product.Sku, quantity)).Expect(422));

        Assert.Empty((await user.Orders()).Items());
    }

    [Fact]
    public async Task An_order_has_1_to_50_lines()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = [.. Enumerable.Range(0, 51).Select(i => $"Shade{i}")] });
        var user = await Shop.NewUser();
        var lines = Enumerable.Range(0, 51).Select(i => (product.SkuOf(i), 1)).ToList();

        (await user.Order([])).Expect(422, "validation_failed");
        (await user.Order(lines)).Expect(422, "validation_failed");

        Assert.Equal(50, (await user.Order(lines.Take(50))).Expect(201).Items().Count);
    }

    [Fact]
    public async Task An_order_is_either_from_lines_or_from_the_cart()
    {
        var user = await Shop.NewUser();
        var items = new[] { new { sku = "any", quantity = 1 } };

        (await user.Post("/v1/orders", new { items, fromCart = true }, ("Idempotency-Key", Some.Key()))).Expect(422, "validation_failed");
        (await user.Post("/v1/orders", new { }, ("Idempotency-Key", Some.Key()))).Expect(422, "validation_failed");
        (await user.Post("/v1/orders", new { fromCart = false }, ("Idempotency-Key", Some.Key()))).Expect(422, "validation_failed");
    }

    [Fact]
    public async Task Coupons_that_fit_are_offered_best_first_while_payment_is_awaited()
    {
        var small = await Shop.Runs(Some.Campaign() with { Name = "Small", Value = 1_000 });
        var large = await Shop.Runs(Some.Campaign() with { Name = "Large", Type = "percent", Value = 50, Maximum = 4_000 });
        var tooMuch = await Shop.Runs(Some.Campaign() with { MinimumOrder = 10_001 });
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var (one, two) = (await user.Claimed(small.Id), await user.Claimed(large.Id));
        await user.Claimed(tooMuch.Id);
        (await user.Charge(50_000)).Expect(201);

        var order = (await user.Order(product.Sku, 1)).Expect(201);

        var offered = order["availableCoupons"].EnumerateArray().ToList();
        Assert.All(offered, coupon => coupon.HasShape("id:text name:text discount:integer"));
        Assert.Equal(
            [(two, "Large", 4_000), (one, "Small", 1_000)],
            offered.Select(coupon => (coupon.Text("id"), coupon.Text("name"), coupon.Number("discount"))));
        var receipt = (await user.Pay(order.Text("id"), two)).Expect(200);
        Assert.False(receipt.Json.TryGetProperty("availableCoupons", out var left) && left.GetArrayLength() > 0);
    }
}
