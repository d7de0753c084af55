using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Products;

public sealed class Product_on_Sqlite(SqliteShop shop) : ProductSuite(shop);

public sealed class Product_on_Postgres(PostgresShop shop) : ProductSuite(shop);

public sealed class Product_on_a_cluster(ClusterShop shop) : ProductSuite(shop);

public abstract class ProductSuite(SharedShop shared)
{
    private const string ProductShape =
        "id:text name:text description:string vendor:string imageUrl:string price:integer options:array variants:array soldOut:boolean";

    private Shop Shop => shared.Shop;

    [Fact]
    public async Task Anybody_can_read_a_product_with_its_options_and_variants()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"] });

        var answer = (await Shop.Anonymous.Get("/v1/products/" + product.Id)).Expect(200);

        answer.Json.HasShape(ProductShape);
        Assert.Equal((product.Id, product.Name, product.Price), (answer.Text("id"), answer.Text("name"), answer.Number("price")));
        Assert.Equal(("Light and cool.", "Han"), (answer.Text("description"), answer.Text("vendor")));
        Assert.Equal("https://images.example/shirt.jpg", answer.Text("imageUrl"));
        Assert.False(answer["soldOut"].GetBoolean());
        var option = answer["options"].EnumerateArray().Single().HasShape("name:text values:array");
        Assert.Equal("Color", option.Text("name"));
        Assert.Equal(["Black", "White"], option.GetProperty("values").EnumerateArray().Select(value => value.GetString()));
        var variants = answer["variants"].EnumerateArray().ToList();
        Assert.All(variants, variant => variant.HasShape("sku:text options:object price:integer stock:integer"));
        Assert.Equal([product.SkuOf(0), product.SkuOf(1)], variants.Select(variant => variant.Text("sku")));
        Assert.Equal(["Black", "White"], variants.Select(variant => variant.GetProperty("options").Text("Color")));
        Assert.All(variants, variant => Assert.Equal((10_000, 100), (variant.Number("price"), variant.Number("stock"))));
    }

    [Fact]
    public async Task An_unknown_product_is_not_found()
    {
        (await Shop.Anonymous.Get("/v1/products/no-such-product")).Expect(404, "unknown_product");
    }

    [Fact]
    public async Task A_product_without_stock_is_sold_out()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 0 });

        Assert.True((await Shop.Anonymous.Get("/v1/products/" + product.Id)).Expect(200)["soldOut"].GetBoolean());
    }

    [Fact]
    public async Task The_list_shows_a_new_product_within_its_time_to_anybody()
    {
        var product = await Shop.Sells(Some.Product() with { Name = Some.Id("Coat") });

        var listed = await Listed(product.Name, items => items.Count == 1);

        Assert.Equal(product.Id, Assert.Single(listed).HasShape(ProductShape).Text("id"));
    }

    [Fact]
    public async Task An_empty_search_finds_everything_and_an_empty_cursor_is_the_first_page()
    {
        (await Shop.Anonymous.Get("/v1/products?q=&cursor=")).Expect(200);
        (await (await Shop.NewUser()).Get("/v1/wallet/entries?cursor=")).Expect(200);
    }

    [Fact]
    public async Task The_list_is_searched_whatever_the_case()
    {
        var product = await Shop.Sells(Some.Product() with { Name = Some.Id("Coat") });

        Assert.Equal(product.Id, Assert.Single(await Listed(product.Name.ToUpperInvariant(), items => items.Count == 1)).Text("id"));
        Assert.Empty(await Listed(Some.Id("nothing-like-this"), items => items.Count == 0));
    }

    [Fact]
    public async Task The_list_follows_a_change_of_price_and_stock()
    {
        var product = await Shop.Sells(Some.Product() with { Name = Some.Id("Coat"), Stock = 1 });
        var user = await Shop.NewUser(balance: 20_000);
        (await user.Pay(await user.Ordered(product.Sku, 1))).Expect(200);
        (await Shop.Save(product with { Price = 12_000 })).Expect(200);

        var listed = await Listed(product.Name, items => items.Count == 1 && items[0].Number("price") == 12_000
            && items[0].GetProperty("soldOut").GetBoolean());

        Assert.Equal(12_000, listed.Single().Number("price"));
        Assert.True(listed.Single().GetProperty("soldOut").GetBoolean());
    }

    [Theory]
    [InlineData("/v1/products?sort=cheapest")]
    [InlineData("/v1/products?sort=")]
    [InlineData("/v1/products?sort=Price")]
    public async Task An_unknown_sort_is_refused(string path)
    {
        var answer = (await Shop.Anonymous.Get(path)).Expect(422, "validation_failed");

        Assert.True(answer["errors"].TryGetProperty("sort", out _), answer.ToString());
    }

    [Fact]
    public async Task An_unchanged_list_answers_304_to_its_etag()
    {
        var path = "/v1/products?q=" + (await Shop.Sells(Some.Product() with { Name = Some.Id("Coat") })).Name;

        // Other tests may change the catalogue between two reads: ask until nothing came between.
        var (first, second) = await Eventually.Ask(
            async () =>
            {
                var fresh = (await Shop.Anonymous.Get(path)).Expect(200);
                return (fresh, await Shop.Anonymous.Get(path, ("If-None-Match", fresh.Header("ETag") ?? "")));
            },
            pair => pair.Item2.Status == 304,
            Bounds.Freshness);

        Assert.Matches("^(W/)?\"[^\"]+\"$", first.Header("ETag"));
        second.Expect(304);
        Assert.Empty(second.Text);
        Assert.Equal(first.Header("ETag"), second.Header("ETag"));
        (await Shop.Anonymous.Get(path, ("If-None-Match", "\"another\""))).Expect(200);
    }

    [Fact]
    public async Task A_changed_list_has_another_etag()
    {
        var product = await Shop.Sells(Some.Product() with { Name = Some.Id("Coat") });
        var path = "/v1/products?q=" + product.Name;
        await Listed(product.Name, items => items.Count == 1);
        var before = (await Shop.Anonymous.Get(path)).Expect(200).Header("ETag");
        (await Shop.Save(product with { Price = 11_000 })).Expect(200);

        var after = await Eventually.Ask(
            () => Shop.Anonymous.Get(path, ("If-None-Match", before!)), answer => answer.Status == 200, Bounds.Freshness);
        Assert.NotEqual(before, after.Expect(200).Header("ETag"));
    }

    private Task<IReadOnlyList<JsonElement>> Listed(string word, Func<IReadOnlyList<JsonElement>, bool> until) =>
        Eventually.Ask(
            async () => (await Shop.Anonymous.Get("/v1/products?q=" + Uri.EscapeDataString(word))).Items(), until, Bounds.Freshness);
}
