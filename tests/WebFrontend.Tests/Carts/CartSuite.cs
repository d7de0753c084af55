namespace ECommerce.WebFrontend.Tests.Carts;

public sealed class Cart_on_Sqlite(SqliteShop shop) : CartSuite(shop);

public sealed class Cart_on_Postgres(PostgresShop shop) : CartSuite(shop);

public sealed class Cart_on_a_cluster(ClusterShop shop) : CartSuite(shop);

public abstract class CartSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_new_cart_is_empty()
    {
        var cart = (await (await Shop.NewUser()).Cart()).Expect(200);

        cart.Json.HasShape("items:array total:integer version:integer");
        Assert.Empty(cart.Items());
        Assert.Equal(0, cart.Number("total"));
    }

    [Fact]
    public async Task What_is_added_stands_in_the_cart_with_price_and_stock()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 7, Colors = ["Black", "White"] });
        var user = await Shop.NewUser();
        (await user.AddToCart(product.Sku, 2)).Expect(200);

        var cart = (await user.AddToCart(product.SkuOf(1), 1)).Expect(200);

        Assert.Equal((await user.Cart()).Text, cart.Text);
        Assert.Equal(30_000, cart.Number("total"));
        Assert.Equal([product.SkuOf(0), product.SkuOf(1)], cart.Items().Select(item => item.Text("sku")));
        Assert.All(cart.Items(), item =>
            item.HasShape("sku:text productId:text name:text options:object quantity:integer price:integer available:integer sold:boolean"));
        var first = cart.Items()[0];
        Assert.Equal((product.Id, product.Name, "Black"), (first.Text("productId"), first.Text("name"), first.GetProperty("options").Text("Color")));
        Assert.Equal((2, 10_000, 7), (first.Number("quantity"), first.Number("price"), first.Number("available")));
    }

    [Fact]
    public async Task Adding_counts_up_and_setting_replaces_and_zero_removes()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();

        (await user.AddToCart(product.Sku, 2)).Expect(200);
        Assert.Equal(5, (await user.AddToCart(product.Sku, 3)).Items().Single().Number("quantity"));
        Assert.Equal(4, (await user.SetInCart(product.Sku, 4)).Items().Single().Number("quantity"));
        Assert.Equal(99, (await user.SetInCart(product.Sku, 99)).Items().Single().Number("quantity"));
        Assert.Empty((await user.SetInCart(product.Sku, 0)).Items());
        Assert.Empty((await user.SetInCart(product.Sku, 0)).Items());
        (await user.AddToCart(product.Sku, 2)).Expect(200);
        Assert.Empty((await user.RemoveFromCart(product.Sku)).Expect(200).Items());
        Assert.Empty((await user.RemoveFromCart(product.Sku)).Expect(200).Items());
    }

    [Fact]
    public async Task Emptying_removes_everything()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        (await user.AddToCart(product.Sku, 2)).Expect(200);

        Assert.Empty((await user.Delete("/v1/cart")).Expect(204).Text);
        (await user.Delete("/v1/cart")).Expect(204);

        Assert.Empty((await user.Cart()).Items());
    }

    [Fact]
    public async Task Every_change_raises_the_version_and_the_etag()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var one = (await user.AddToCart(product.Sku, 1)).Expect(200);
        var two = (await user.SetInCart(product.Sku, 2)).Expect(200);
        var read = (await user.Cart()).Expect(200);

        Assert.True(two.Number("version") > one.Number("version"));
        Assert.Equal(two.Number("version"), read.Number("version"));
        Assert.Matches("^(W/)?\"[^\"]+\"$", read.Header("ETag"));
        (await user.Get("/v1/cart", ("If-None-Match", read.Header("ETag")!))).Expect(304);
        (await user.SetInCart(product.Sku, 3)).Expect(200);
        (await user.Get("/v1/cart", ("If-None-Match", read.Header("ETag")!))).Expect(200);
    }

    [Fact]
    public async Task The_etag_changes_with_the_price_too()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var before = (await user.AddToCart(product.Sku, 1)).Expect(200);
        var etag = (await user.Cart()).Header("ETag")!;
        (await Shop.Save(product with { Price = 12_000 })).Expect(200);

        var after = await Eventually.Ask(
            () => user.Get("/v1/cart", ("If-None-Match", etag)), answer => answer.Status == 200, Bounds.Freshness);

        Assert.Equal(10_000, before.Number("total"));
        Assert.Equal(12_000, after.Expect(200).Number("total"));
    }

    [Fact]
    public async Task Users_whose_ids_read_as_the_same_number_have_carts_of_their_own()
    {
        var product = await Shop.Sells(Some.Product());
        var number = $"1{Random.Shared.Next():x}a";
        var guid = Guid.NewGuid();
        string[] alike = [number, "0" + number, number.ToUpperInvariant(), guid.ToString("N"), guid.ToString("D"), guid.ToString("N").ToUpperInvariant()];
        var users = await Task.WhenAll(alike.Select(id => Shop.User(id)));

        for (var i = 0; i < users.Length; i++)
        {
            (await users[i].AddToCart(product.Sku, i + 1)).Expect(200);
        }

        for (var i = 0; i < users.Length; i++)
        {
            Assert.Equal(i + 1, (await users[i].Cart()).Items().Single().Number("quantity"));
        }
    }

    [Fact]
    public async Task Two_devices_of_a_user_share_one_cart()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"] });
        var phone = await Shop.NewUser();
        using var client = shared.Processes[0].Client();
        var laptop = await new Shop([client]).User(phone.Id);

        (await phone.AddToCart(product.Sku, 1)).Expect(200);
        (await laptop.AddToCart(product.Sku, 1)).Expect(200);
        (await laptop.AddToCart(product.SkuOf(1), 3)).Expect(200);

        Assert.Equal((await laptop.Cart()).Text, (await phone.Cart()).Text);
        Assert.Equal([2, 3], (await phone.Cart()).Items().Select(item => item.Number("quantity")));
    }

    [Fact]
    public async Task Additions_from_two_devices_at_once_all_count()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => user.AddToCart(product.Sku, 2)));

        Assert.All(answers, answer => answer.Expect(200));
        Assert.Equal(80, (await user.Cart()).Items().Single().Number("quantity"));
    }

    [Fact]
    public async Task A_sku_that_is_not_sold_is_not_added_to_the_cart()
    {
        var user = await Shop.NewUser();

        (await user.AddToCart("no-such-sku", 1)).Expect(422, "unknown_sku");
        (await user.SetInCart("no-such-sku", 1)).Expect(422, "unknown_sku");

        Assert.Empty((await user.Cart()).Items());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public async Task A_quantity_outside_1_to_99_is_not_added(int quantity)
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();

        var answer = (await user.AddToCart(product.Sku, quantity)).Expect(422);

        Problem.IsWellFormed(answer);
        Assert.Empty((await user.Cart()).Items());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    public async Task A_quantity_outside_0_to_99_is_not_set(int quantity)
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        (await user.AddToCart(product.Sku, 1)).Expect(200);

        Problem.IsWellFormed((await user.SetInCart(product.Sku, quantity)).Expect(422));

        Assert.Equal(1, (await user.Cart()).Items().Single().Number("quantity"));
    }

    [Fact]
    public async Task A_cart_holds_at_most_99_of_a_sku_and_50_lines()
    {
        var colors = Enumerable.Range(0, 51).Select(i => $"Shade{i}").ToList();
        var product = await Shop.Sells(Some.Product() with { Colors = colors });
        var user = await Shop.NewUser();
        for (var i = 0; i < 50; i++)
        {
            (await user.AddToCart(product.SkuOf(i), 50)).Expect(200);
        }

        (await user.AddToCart(product.SkuOf(0), 50)).Expect(422, "quantity_out_of_range");
        (await user.AddToCart(product.SkuOf(50), 1)).Expect(422, "cart_full");
        (await user.SetInCart(product.SkuOf(50), 1)).Expect(422, "cart_full");

        (await user.AddToCart(product.SkuOf(0), 49)).Expect(200);
        Assert.Equal(50, (await user.Cart()).Items().Count);
    }

    [Fact]
    public async Task A_variant_no_longer_sold_keeps_its_name_and_last_price_and_does_not_count()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"] });
        var user = await Shop.NewUser();
        (await user.AddToCart(product.SkuOf(0), 1)).Expect(200);
        var before = (await user.AddToCart(product.SkuOf(1), 2)).Expect(200);
        (await Shop.Save(product with { Colors = ["Black"] })).Expect(200);

        var cart = await Eventually.Ask(() => user.Cart(), answer => answer.Number("total") == 10_000, Bounds.Freshness);

        var (sold, gone) = (cart.Items()[0], cart.Items()[1]);
        Assert.Equal((true, 100), (sold.GetProperty("sold").GetBoolean(), sold.Number("available")));
        Assert.Equal((false, 0), (gone.GetProperty("sold").GetBoolean(), gone.Number("available")));
        Assert.Equal((product.SkuOf(1), product.Id, product.Name), (gone.Text("sku"), gone.Text("productId"), gone.Text("name")));
        Assert.Equal(("White", 2, 10_000), (gone.GetProperty("options").Text("Color"), gone.Number("quantity"), gone.Number("price")));
        Assert.Equal((30_000, 10_000), (before.Number("total"), cart.Number("total")));
    }

    [Fact]
    public async Task A_cart_with_something_no_longer_sold_is_ordered_once_that_is_removed()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"] });
        var user = await Shop.NewUser();
        (await user.AddToCart(product.SkuOf(0), 1)).Expect(200);
        (await user.AddToCart(product.SkuOf(1), 2)).Expect(200);
        (await Shop.Save(product with { Colors = ["Black"] })).Expect(200);

        var refused = await Eventually.Ask(() => user.OrderCart(), answer => !answer.IsSuccess, Bounds.Freshness);

        Assert.Equal(product.SkuOf(1), refused.Expect(422, "unknown_sku").Text("sku"));
        (await user.RemoveFromCart(product.SkuOf(1))).Expect(200);
        Assert.Equal(10_000, (await user.OrderCart()).Expect(201).Number("total"));
    }

    [Fact]
    public async Task A_sku_in_decomposed_Hangul_is_the_same_as_in_composed_in_every_call_of_the_cart()
    {
        const string composed = "한글";
        const string decomposed = "\u1112\u1161\u11ab\u1100\u1173\u11af";
        var product = await Shop.Sells(Some.Product() with { Colors = [composed] });
        var sku = product.Sku.Replace(composed, decomposed, StringComparison.Ordinal);
        var user = await Shop.NewUser();

        Assert.Equal(product.Sku, (await user.AddToCart(sku, 1)).Expect(200).Items().Single().Text("sku"));
        Assert.Equal(3, (await user.SetInCart(sku, 3)).Expect(200).Items().Single().Number("quantity"));
        Assert.Empty((await user.RemoveFromCart(sku)).Expect(200).Items());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("a+b c%")]
    [InlineData("한글🧥")]
    public async Task A_sku_in_the_path_is_unescaped_once(string color)
    {
        string[] colors = ["a/b", "a%2Fb", "a+b c%", "한글🧥"];
        var product = await Shop.Sells(Some.Product() with { Colors = colors });
        var sku = product.SkuOf(Array.IndexOf(colors, color));
        var user = await Shop.NewUser();

        (await user.SetInCart(sku, 2)).Expect(200);
        Assert.Equal(sku, (await user.Cart()).Items().Single().Text("sku"));

        Assert.Equal(sku, (await Shop.AdjustStock(sku, 5)).Expect(200).Text("sku"));
    }
}
