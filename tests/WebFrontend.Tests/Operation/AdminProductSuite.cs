using System.Net.Http;
using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Admin_products_on_Sqlite(SqliteShop shop) : AdminProductSuite(shop);

public sealed class Admin_products_on_Postgres(PostgresShop shop) : AdminProductSuite(shop);

public sealed class Admin_products_on_a_cluster(ClusterShop shop) : AdminProductSuite(shop);

/// <summary>How an operator reads, finds and archives products of any status.</summary>
public abstract class AdminProductSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Theory]
    [InlineData("active")]
    [InlineData("draft")]
    [InlineData("archived")]
    public async Task A_product_of_any_status_is_read_by_its_id_with_what_it_sold(string status)
    {
        var id = Some.Id("coat");
        (await Put(id, Body(id, "active"))).Expect(201);
        (await (await Shop.NewUser(balance: 5_000)).Buy(id + "-sku", 2)).Expect(201);
        (await Put(id, Body(id, status))).Expect(200);
        var admin = await Shop.Admin();

        var product = (await admin.Get("/v1/admin/products/" + id)).Expect(200);

        Assert.Equal((id, status, 2, 3), (product.Text("id"), product.Text("status"), product.Number("unitsSold"), product["variants"][0].Number("stock")));
        var etag = product.Header("ETag")!;
        (await admin.Get("/v1/admin/products/" + id, ("If-None-Match", etag))).Expect(304);
        (await admin.Put("/v1/admin/products/" + id, Body(id, status, name: "Other"), ("If-Match", etag))).Expect(200);
        (await admin.Put("/v1/admin/products/" + id, Body(id, status), ("If-Match", etag))).Expect(412, "precondition_failed");
    }

    [Fact]
    public async Task Ids_are_the_same_however_their_letters_are_written()
    {
        // A Hangul syllable as one character, and as its parts, as some systems write it.
        var whole = Some.Id("카");
        var (parts, admin) = ("\u110f\u1161" + whole[1..], await Shop.Admin());
        string Path(string list, string id) => $"/v1/{list}/{Uri.EscapeDataString(id)}";

        Assert.Equal(whole, (await admin.Put(Path("admin/products", parts), Body(whole, "active"))).Expect(201).Text("id"));
        (await admin.Put(Path("admin/products", whole), Body(whole, "active"))).Expect(200);
        await Eventually.Holds(async () => Assert.Equal(whole, (await Shop.Anonymous.Get(Path("products", parts))).Expect(200).Text("id")), Bounds.Freshness);
        Assert.Equal(whole, (await admin.Get(Path("admin/products", parts))).Expect(200).Text("id"));
        (await admin.Delete(Path("admin/products", parts))).Expect(204);

        (await admin.Put(Path("admin/campaigns", parts), Some.Campaign().Body)).Expect(201);
        (await admin.Put(Path("admin/campaigns", whole), Some.Campaign().Body)).Expect(200);
        Assert.Equal(whole, (await Shop.Anonymous.Get(Path("campaigns", parts))).Expect(200).Text("id"));
        (await admin.Patch(Path("admin/campaigns", parts), new { paused = false })).Expect(200);
        var user = await Shop.NewUser();
        Assert.Equal(whole, (await user.Claim(Uri.EscapeDataString(parts))).Expect(201).Text("campaignId"));
        (await Shop.Give((await Shop.NewUser()).Id, parts)).Expect(201);
    }

    [Fact]
    public async Task What_a_file_of_products_cannot_hold_is_not_kept()
    {
        var (id, admin) = (Some.Id("coat"), await Shop.Admin());
        object Coat(string tag, long compareAtPrice, params string[] values) => new
        {
            name = " Coat\u00a0",
            description = "  In two\n parts \n",
            vendor = " ",
            type = "",
            tags = new[] { tag, tag.Trim() },
            images = new[] { new { url = "/a.jpg", alt = " " } },
            options = new[] { new { name = "Size ", values } },
            variants = values.Reverse().Select((value, i) => new { sku = $"{id}-{i}", options = new Dictionary<string, string> { [" Size"] = value }, price = 10, compareAtPrice }),
        };

        var saved = (await admin.Put("/v1/admin/products/" + id, Coat(" new ", 0, " S", "L "))).Expect(201);

        Assert.Equal(("Coat", "  In two\n parts \n"), (saved.Text("name"), saved.Text("description")));
        Assert.False(saved.Json.TryGetProperty("vendor", out _) || saved.Json.TryGetProperty("type", out _), saved.ToString());
        Assert.Equal("new", Assert.Single(saved["tags"].EnumerateArray()).GetString());
        Assert.False(saved["images"][0].TryGetProperty("alt", out _));
        Assert.Equal("""[{"name":"Size","values":["S","L"]}]""", saved["options"].GetRawText());
        Assert.Equal("""{"Size":"L"}""", saved["variants"][0].GetProperty("options").GetRawText());
        Assert.False(saved["variants"][0].TryGetProperty("compareAtPrice", out _));
        Assert.Equal(saved.Header("ETag"), (await admin.Put("/v1/admin/products/" + id, Coat("new", 0, "S", "L"))).Expect(200).Header("ETag"));

        Assert.Contains("tags[0]", Faults(await admin.Put("/v1/admin/products/" + id, Coat("new, old", 0, "S"))));
        Assert.Contains("options[0].values", Faults(await admin.Put("/v1/admin/products/" + id, Coat("new", 0, "S", "S "))));
        Assert.Contains("options[0].values[0]", Faults(await admin.Put("/v1/admin/products/" + id, Coat("new", 0, "Default Title"))));
    }

    [Fact]
    public async Task A_product_that_there_is_not_is_unknown()
    {
        (await (await Shop.Admin()).Get("/v1/admin/products/" + Some.Id("none"))).Expect(404, "unknown_product");
        (await (await Shop.Admin()).Get("/v1/admin/products/%20")).Expect(404, "unknown_product");
        (await (await Shop.NewUser()).Get("/v1/admin/products/" + Some.Id("none"))).Expect(403);
    }

    [Theory]
    [InlineData("active", "/v1/products/")]
    [InlineData("draft", "/v1/admin/products/")]
    [InlineData("archived", "/v1/admin/products/")]
    public async Task The_location_of_a_new_product_answers_whatever_its_status_is(string status, string path)
    {
        var id = Some.Id("셔츠");

        var created = (await Put(Uri.EscapeDataString(id), Body(id, status))).Expect(201);

        Assert.Equal(path + Uri.EscapeDataString(id), created.Header("Location"));
        Assert.Equal(id, (await (await Shop.Admin()).Get(created.Header("Location")!)).Expect(200).Text("id"));
    }

    [Fact]
    public async Task A_product_is_archived_only_when_it_is_as_its_operator_knows_it()
    {
        var (admin, product) = (await Shop.Admin(), Some.Product());
        var path = "/v1/admin/products/" + product.Id;
        Task<Answer> Archive(string header, string value) => admin.Send(HttpMethod.Delete, path, null, (header, value));
        (await Archive("If-Match", "*")).Expect(412, "precondition_failed");
        var old = (await Shop.Save(product)).Expect(201).Header("ETag")!;
        var now = (await Shop.Save(product with { Price = 20_000 })).Expect(200).Header("ETag")!;

        (await Archive("If-Match", old)).Expect(412, "precondition_failed");
        (await Archive("If-None-Match", "*")).Expect(412, "precondition_failed");
        (await Archive("If-None-Match", now)).Expect(412, "precondition_failed");
        (await Archive("If-Match", "none")).Expect(400, "malformed_request");
        Assert.Equal("active", (await admin.Get(path)).Expect(200).Text("status"));

        (await (await Shop.NewUser(balance: 20_000)).Buy(product.Sku, 1)).Expect(201);
        (await Archive("If-Match", now)).Expect(204);
        Assert.Equal("archived", (await admin.Get(path)).Expect(200).Text("status"));
        (await Archive("If-Match", now)).Expect(412, "precondition_failed");
    }

    [Fact]
    public async Task Filters_and_words_mean_the_same_to_operators_as_to_shoppers()
    {
        var word = Some.Id("word");
        foreach (var (name, type, color, price, stock) in new[]
        {
            ("한글 Straße", "외투", "Black", 10_000, 1), ("\u1112\u1161\u11ab\u1100\u1173\u11af", "Coat", "White", 20_000, 0), ("ＦＵＬＬ width", "coat", "black", 30_000, 4),
        })
        {
            (await Put(Some.Id("coat"), Body(Some.Id("sku"), "active", $"{word} {name}", type, color, price, stock))).Expect(201);
        }

        foreach (var (query, found) in new[]
        {
            ("", 3), ("&q=한글", 2), ("&q=STRASSE", 1), ("&q=full", 1), ("&q=외투", 1), ("&q=nothing", 0), ("&type=Coat", 2), ("&type=%EC%99%B8%ED%88%AC&type=coat", 3), ("&vendor=HAN", 3),
            ("&vendor=nobody", 0), ("&tag=NEW", 3), ("&tag=old", 0), ("&option.Color=Black", 2), ("&option.color=white&option.Color=BLACK", 3), ("&option.Size=S", 0),
            ("&minPrice=20000", 2), ("&maxPrice=20000", 2), ("&minPrice=15000&maxPrice=25000", 1), ("&available=true", 2), ("&available=false", 1),
            ("&available=true&option.Color=white", 0), ("&sort=newest&vendor=&type=", 3),
        })
        {
            var path = "products?q=" + (query.StartsWith("&q=", StringComparison.Ordinal) ? $"{word}%20{Uri.EscapeDataString(query[3..])}" : word + query);
            var operators = (await (await Shop.Admin()).Get("/v1/admin/" + path)).Expect(200).Ids();
            var shoppers = await Eventually.Ask(
                async () => (await Shop.Anonymous.Get("/v1/" + path)).Expect(200).Ids(), ids => ids.SequenceEqual(operators), Bounds.Freshness);

            Assert.True(found == operators.Count, path);
            Assert.Equal(shoppers, operators);
        }
    }

    [Fact]
    public async Task Pages_of_a_filtered_list_show_each_product_once_while_others_come_and_change_their_status()
    {
        var word = Some.Id("word");
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Insert(0, Some.Id("coat"));
            (await Put(ids[0], Body(ids[0], i % 2 == 0 ? "draft" : "active", word))).Expect(201);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await (await Shop.Admin()).Get($"/v1/admin/products?q={word}&limit=2{(cursor is null ? "" : "&cursor=" + cursor)}")).Expect(200);
            seen.AddRange(page.Ids());
            cursor = page.Next();
            (await Put(Some.Id("late"), Body(Some.Id("sku"), "active", word))).Expect(201);
            (await Put(ids[0], Body(ids[0], "archived", word))).Expect(200);
        }
        while (cursor is not null);

        Assert.Equal(ids, seen);
    }

    [Theory]
    [InlineData("sort=price", "sort")]
    [InlineData("colour=Black", "colour")]
    [InlineData("minPrice=5&maxPrice=1", "minPrice")]
    [InlineData("available=maybe", "available")]
    [InlineData("status=sold", "status")]
    [InlineData("option.=x", "option.")]
    public async Task A_filter_that_makes_no_sense_is_refused_by_name(string query, string field)
    {
        var answer = (await (await Shop.Admin()).Get("/v1/admin/products?limit=0&" + query)).Expect(422, "validation_failed");

        Assert.Equal(new[] { field, "limit" }.Order(StringComparer.Ordinal), answer["errors"].EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cart_does_not_tell_what_a_draft_that_took_a_sku_is_to_be()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        (await user.AddToCart(product.Sku, 2)).Expect(200);
        (await (await Shop.Admin()).Delete("/v1/admin/products/" + product.Id)).Expect(204);
        Assert.Equal((product.Name, false), (Named(await user.Cart()), (await user.Cart()).Items()[0].GetProperty("sold").GetBoolean()));

        var draft = Some.Id("secret");
        (await Put(draft, new { name = "Secret drop", status = "draft", variants = new[] { new { sku = product.Sku, price = 77_000 } } })).Expect(201);

        var cart = (await user.Cart()).Expect(200);
        Assert.Equal((product.Sku, false), (Named(cart), cart.Items()[0].GetProperty("sold").GetBoolean()));
        foreach (var secret in (string[])["Secret", draft, "77000"])
        {
            Assert.DoesNotContain(secret, cart.Text);
        }

        (await Put(draft, new { name = "Secret drop", status = "active", variants = new[] { new { sku = product.Sku, price = 77_000 } } })).Expect(200);
        Assert.Equal("Secret drop", Named(await user.Cart()));
    }

    private static string Named(Answer cart) => cart.Items()[0].Text("name");

    private async Task<Answer> Put(string id, object body) => await (await Shop.Admin()).Put("/v1/admin/products/" + id, body);

    private static object Body(
        string sku, string status, string name = "Coat", string? type = null, string color = "Black", long price = 1_000, long stock = 5) => new
        {
            name,
            status,
            type,
            vendor = "Han",
            tags = new[] { "new" },
            options = new[] { new { name = "Color", values = new[] { color } } },
            variants = new[] { new { sku = sku + "-sku", options = new Dictionary<string, string> { ["Color"] = color }, price, stock } },
        };

    private static IEnumerable<string> Faults(Answer answer) =>
        answer.Expect(422, "validation_failed")["errors"].EnumerateObject().Select(field => field.Name);
}
