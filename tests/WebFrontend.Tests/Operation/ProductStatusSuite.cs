using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Product_status_on_Sqlite(SqliteShop shop) : ProductStatusSuite(shop);

public sealed class Product_status_on_Postgres(PostgresShop shop) : ProductStatusSuite(shop);

public sealed class Product_status_on_a_cluster(ClusterShop shop) : ProductStatusSuite(shop);

public abstract class ProductStatusSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_product_shows_all_that_was_said_of_it()
    {
        var id = Some.Id("coat");
        var saved = (await Put(id, new
        {
            name = "Coat",
            type = "외투",
            tags = new[] { "new", "겨울" },
            images = new object[] { new { url = "/front.jpg", alt = "Front" }, new { url = "/back.jpg" } },
            options = new[] { new { name = "Size", values = new[] { "S", "M" } } },
            variants = new object[]
            {
                new { sku = id + "-S", options = new Dictionary<string, string> { ["Size"] = "S" }, price = 9_000, stock = 1 },
                new { sku = id + "-M", options = new Dictionary<string, string> { ["Size"] = "M" }, price = 8_000, compareAtPrice = 12_000, imageUrl = "/m.jpg", stock = 1 },
            },
        })).Expect(201);

        var shown = (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(200);

        Assert.Equal(saved.Text, shown.Text);
        Assert.Equal(("외투", "/front.jpg", "active"), (shown.Text("type"), shown.Text("imageUrl"), shown.Text("status")));
        Assert.Equal(["new", "겨울"], shown["tags"].EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal("""[{"url":"/front.jpg","alt":"Front"},{"url":"/back.jpg"}]""", shown["images"].GetRawText());
        Assert.Equal((8_000, 12_000), (shown.Number("price"), shown.Number("compareAtPrice")));
        Assert.Equal((12_000, "/m.jpg"), (shown["variants"][1].Number("compareAtPrice"), shown["variants"][1].Text("imageUrl")));
        Assert.False(shown["variants"][0].TryGetProperty("compareAtPrice", out _));
        Assert.False(shown["variants"][0].TryGetProperty("imageUrl", out _));
        Assert.False(shown.Json.TryGetProperty("unitsSold", out _));
    }

    [Fact]
    public async Task What_was_not_said_of_a_product_is_absent_and_its_lists_are_empty()
    {
        var id = Some.Id("coat");

        var saved = (await Put(id, new { name = "Coat", variants = new[] { new { sku = id, price = 1 } } })).Expect(201);

        Assert.Equal(
            ["id", "name", "price", "options", "variants", "soldOut", "tags", "images", "status"], saved.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("[][]", saved["tags"].GetRawText() + saved["images"].GetRawText());
    }

    [Fact]
    public async Task Another_main_picture_than_the_first_can_be_given()
    {
        var id = Some.Id("coat");
        var body = new { name = "Coat", imageUrl = "/main.jpg", images = new[] { new { url = "/a.jpg" } }, variants = new[] { new { sku = id, price = 1 } } };

        Assert.Equal("/main.jpg", (await Put(id, body)).Expect(201).Text("imageUrl"));
    }

    [Theory]
    [InlineData("""{"tags":[""]}""", "tags[0]")]
    [InlineData("""{"tags":[null]}""", "tags[0]")]
    [InlineData("""{"images":[{"url":"ftp://x/a.jpg"}]}""", "images[0].url")]
    [InlineData("""{"images":[{"alt":"A coat"}]}""", "images[0].url")]
    [InlineData("""{"status":"hidden"}""", "status")]
    [InlineData("""{"status":1}""", "status")]
    [InlineData("""{"type":"a\u0007"}""", "type")]
    public async Task Members_that_make_no_sense_are_refused(string members, string field)
    {
        var id = Some.Id("coat");
        var body = JsonSerializer.Deserialize<Dictionary<string, object>>(members)!;
        (body["name"], body["variants"]) = ("Coat", new[] { new { sku = id, price = 1 } });

        var answer = (await Put(id, body)).Expect(422, "validation_failed");

        Assert.True(answer["errors"].TryGetProperty(field, out _), answer.ToString());
    }

    [Theory]
    [InlineData("draft")]
    [InlineData("archived")]
    public async Task Shoppers_meet_active_products_only(string status)
    {
        var id = Some.Id("coat");
        var user = await Shop.NewUser(balance: 10_000);
        (await Put(id, Body(id, "active"))).Expect(201);
        var order = await user.Ordered(id + "-sku", 1);
        (await user.AddToCart(id + "-sku", 1)).Expect(200);

        Assert.Equal((status, 5), ((await Put(id, Body(id, status))).Expect(200).Text("status"), (await Put(id, Body(id, status)))["variants"][0].Number("stock")));

        await Eventually.Ask(() => Shop.Anonymous.Get("/v1/products/" + id), answer => answer.Status == 404, Bounds.Freshness);
        (await Shop.Anonymous.Get("/v1/products/" + id)).Expect(404, "unknown_product");
        Assert.Empty(await Eventually.Ask(async () => (await Shop.Anonymous.Get("/v1/products?q=" + id)).Items(), items => items.Count == 0, Bounds.Freshness));
        (await user.Order(id + "-sku", 1)).Expect(422, "unknown_sku");
        (await user.Pay(order)).Expect(409, "sold_out");
        (await Shop.AdjustStock(id + "-sku", 2)).Expect(200);

        Assert.Equal(7, (await Put(id, Body(id, "active"))).Expect(200)["variants"][0].Number("stock"));
        (await user.Pay(order)).Expect(200);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task A_product_is_archived_as_often_as_one_likes()
    {
        var product = await Shop.Sells(Some.Product());
        var admin = await Shop.Admin();

        Assert.Empty((await admin.Delete("/v1/admin/products/" + product.Id)).Expect(204).Text);
        (await admin.Delete("/v1/admin/products/" + product.Id)).Expect(204);

        (await admin.Delete("/v1/admin/products/" + Some.Id("none"))).Expect(404, "unknown_product");
        await Eventually.Ask(() => Shop.Anonymous.Get("/v1/products/" + product.Id), answer => answer.Status == 404, Bounds.Freshness);
        (await Shop.Anonymous.Get("/v1/products/" + product.Id)).Expect(404, "unknown_product");
        (await Shop.Save(product)).Expect(200);
        (await Shop.Anonymous.Get("/v1/products/" + product.Id)).Expect(200);
    }

    [Fact]
    public async Task A_sku_that_nobody_sells_any_more_is_free_for_another_product()
    {
        var old = await Shop.Sells(Some.Product() with { Stock = 10 });
        var user = await Shop.NewUser(balance: 50_000);
        var order = await user.Ordered(old.Sku, 2);
        (await user.Pay(order)).Expect(200);
        var unpaid = await user.Ordered(old.Sku, 1);
        (await (await Shop.Admin()).Delete("/v1/admin/products/" + old.Id)).Expect(204);

        var fresh = Some.Id("fresh");
        var saved = (await Put(fresh, Body(fresh, "active", sku: old.Sku, stock: 3))).Expect(201);

        Assert.Equal(3, saved["variants"][0].Number("stock"));
        (await Shop.Save(old)).Expect(409, "sku_taken");
        (await user.Pay(unpaid)).Expect(409, "sold_out");
        (await user.Cancel(order)).Expect(200);
        (await user.Buy(old.Sku, 5)).Expect(201);
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task Operators_see_products_of_any_status_newest_first_with_what_they_sold()
    {
        var word = Some.Id("word");
        var ids = new List<string>();
        foreach (var status in (string[])["active", "draft", "archived", "active"])
        {
            ids.Insert(0, Some.Id("coat"));
            (await Put(ids[0], Body(ids[0], status, type: "Coat " + word))).Expect(201);
        }

        var user = await Shop.NewUser(balance: 50_000);
        var parts = (await user.Buy(ids[0] + "-sku", 3)).Expect(201).Text("id");
        (await user.TakeBack(parts, [(ids[0] + "-sku", 1)])).Expect(200);
        (await user.Cancel((await user.Buy(ids[0] + "-sku", 1)).Expect(201).Text("id"))).Expect(200);

        var listed = await JsonReading.AllPages(cursor => List($"q={word.ToUpperInvariant()}%20coat&limit=3", cursor));
        Assert.Equal(ids, listed.Select(product => product.Text("id")));
        Assert.Equal(["active", "archived", "draft", "active"], listed.Select(product => product.Text("status")));
        Assert.Equal([2L, 0, 0, 0], listed.Select(product => product.Number("unitsSold")));
        Assert.Equal([ids[2]], (await List($"q={word}&status=draft", null)).Expect(200).Items().Select(product => product.Text("id")));
    }

    [Theory]
    [InlineData("status=hidden", "status")]
    [InlineData("status=", "status")]
    [InlineData("limit=0", "limit")]
    public async Task A_filter_that_makes_no_sense_is_refused(string query, string field)
    {
        var answer = (await List(query, null)).Expect(422, "validation_failed");

        Assert.True(answer["errors"].TryGetProperty(field, out _), answer.ToString());
    }

    private async Task<Answer> Put(string id, object body) => await (await Shop.Admin()).Put("/v1/admin/products/" + id, body);

    private async Task<Answer> List(string query, string? cursor) =>
        await (await Shop.Admin()).Get($"/v1/admin/products?{query}{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");

    private static object Body(string id, string status, string? type = null, string? sku = null, long stock = 5) => new
    {
        name = id,
        status,
        type,
        variants = new[] { new { sku = sku ?? id + "-sku", price = 1_000, stock } },
    };
}
