namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Admin_on_Sqlite(SqliteShop shop) : AdminSuite(shop);

public sealed class Admin_on_Postgres(PostgresShop shop) : AdminSuite(shop);

public sealed class Admin_on_a_cluster(ClusterShop shop) : AdminSuite(shop);

public abstract class AdminSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_new_product_answers_201_and_a_saved_one_200()
    {
        var product = Some.Product();

        var created = (await Shop.Save(product)).Expect(201);
        var saved = (await Shop.Save(product with { Price = 12_000 })).Expect(200);

        created.Json.HasShape("id:text name:text price:integer options:array variants:array soldOut:boolean");
        Assert.Equal((product.Id, 10_000), (created.Text("id"), created.Number("price")));
        Assert.Equal(12_000, saved.Number("price"));
    }

    [Fact]
    public async Task Stock_counts_only_when_the_variant_is_new()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 10 });

        var saved = (await Shop.Save(product with { Stock = 99, Colors = ["Black", "White"] })).Expect(200);

        Assert.Equal([10, 99], saved["variants"].EnumerateArray().Select(variant => variant.Number("stock")));
    }

    [Fact]
    public async Task A_variant_without_stock_starts_at_zero()
    {
        var product = Some.Product() with { Stock = null };

        Assert.Equal(0, (await Shop.Save(product)).Expect(201)["variants"][0].Number("stock"));
    }

    [Fact]
    public async Task The_lowest_price_of_its_variants_is_the_products()
    {
        var id = Some.Id("coat");
        var body = new
        {
            name = "Coat",
            options = new[] { new { name = "Size", values = new[] { "S", "L" } } },
            variants = new[]
            {
                new { sku = id + "-S", options = new Dictionary<string, string> { ["Size"] = "S" }, price = 9_000, stock = 1 },
                new { sku = id + "-L", options = new Dictionary<string, string> { ["Size"] = "L" }, price = 8_000, stock = 1 },
            },
        };

        Assert.Equal(8_000, (await (await Shop.Admin()).Put("/v1/admin/products/" + id, body)).Expect(201).Number("price"));
    }

    [Fact]
    public async Task A_sku_of_another_product_is_taken()
    {
        var product = await Shop.Sells(Some.Product());
        var body = new
        {
            name = "Thief",
            options = new[] { new { name = "Color", values = new[] { "Black" } } },
            variants = new[] { new { sku = product.Sku, options = new Dictionary<string, string> { ["Color"] = "Black" }, price = 1 } },
        };

        var thief = Some.Id("thief");
        (await (await Shop.Admin()).Put("/v1/admin/products/" + thief, body)).Expect(409, "sku_taken");

        (await Shop.Anonymous.Get("/v1/products/" + thief)).Expect(404, "unknown_product");
    }

    [Fact]
    public async Task Stock_is_added_and_taken_but_never_below_zero()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 10 });

        var more = (await Shop.AdjustStock(product.Sku, 5)).Expect(200);
        more.Json.HasShape("sku:text stock:integer");
        Assert.Equal((product.Sku, 15), (more.Text("sku"), more.Number("stock")));
        Assert.Equal(0, (await Shop.AdjustStock(product.Sku, -15)).Expect(200).Number("stock"));
        (await Shop.AdjustStock(product.Sku, -1)).Expect(409, "negative_stock");
        (await Shop.AdjustStock("no-such-sku", 1)).Expect(422, "unknown_sku");
        await Shop.ShowsStock(product, 0);
    }

    [Fact]
    public async Task A_new_campaign_answers_201_and_a_saved_one_200()
    {
        var campaign = Some.Campaign();

        var created = (await Shop.Save(campaign)).Expect(201);
        var saved = (await Shop.Save(campaign with { Quantity = 200 })).Expect(200);

        created.Json.HasShape("id:text name:text discount:object minimumOrder:integer quantity:integer validDays:integer startsAt:time endsAt:time");
        Assert.Equal((campaign.Id, 100), (created.Text("id"), created.Number("quantity")));
        Assert.Equal(200, saved.Number("quantity"));
    }

    [Fact]
    public async Task A_campaign_never_has_less_than_it_issued()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        await (await Shop.NewUser()).Claimed(campaign.Id);
        await (await Shop.NewUser()).Claimed(campaign.Id);

        (await Shop.Save(campaign with { Quantity = 1 })).Expect(409, "quantity_below_issued");

        (await Shop.Save(campaign with { Quantity = 2 })).Expect(200);
        (await (await Shop.NewUser()).Claim(campaign.Id)).Expect(409, "campaign_sold_out");
    }

    [Fact]
    public async Task The_audit_names_its_checks()
    {
        var audit = (await (await Shop.Admin()).Get("/v1/admin/audit")).Expect(200);

        audit.Json.HasShape("ok:boolean checks:array mark:text");
        Assert.True(audit["checks"].GetArrayLength() >= 5, audit.ToString());
        Assert.All(audit["checks"].EnumerateArray(), check => check.HasShape("name:text ok:boolean detail:string"));
        await Shop.BooksAreRight();
    }

    [Fact]
    public async Task An_audit_since_a_mark_checks_what_is_new()
    {
        var admin = await Shop.Admin();
        var product = await Shop.Sells(Some.Product());
        var mark = (await admin.Get("/v1/admin/audit")).Expect(200).Text("mark");
        (await (await Shop.NewUser(balance: 50_000)).Buy(product.Sku, 1)).Expect(201);

        var since = (await admin.Get("/v1/admin/audit?since=" + mark)).Expect(200);

        Assert.True(since["ok"].GetBoolean(), since.ToString());
        Assert.Contains(
            since["checks"].EnumerateArray(),
            check => check.Text("name") == "orders_follow_from_lines_and_coupon" && check.Text("detail") != "0 checked");
        Assert.NotEmpty(since.Text("mark"));
        foreach (var wrong in (string[])["yesterday", "1.2.3", "1.2.3.-4"])
        {
            (await admin.Get("/v1/admin/audit?since=" + wrong)).Expect(422, "validation_failed");
        }
    }
}
