using System.Data.Common;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Admin_log_on_Sqlite(SqliteShop shop) : AdminLogSuite(shop)
{
    private readonly SqliteShop _shop = shop;

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={_shop.Processes[0].SqliteFile};Pooling=False");
}

public sealed class Admin_log_on_Postgres(PostgresShop shop) : AdminLogSuite(shop)
{
    private readonly PostgresShop _shop = shop;

    protected override DbConnection Connect() => new NpgsqlConnection(_shop.Processes[0].Postgres + ";Pooling=false");
}

public sealed class Admin_log_on_a_cluster(ClusterShop shop) : AdminLogSuite(shop)
{
    private readonly ClusterShop _shop = shop;

    protected override DbConnection Connect() => new NpgsqlConnection(_shop.Processes[0].Postgres + ";Pooling=false");
}

public abstract class AdminLogSuite(SharedShop shared)
{
    private const string Shape = "number:integer at:time actor:text action:text subject:text reason?:text before?:object after?:object";

    private Shop Shop => shared.Shop;

    protected abstract DbConnection Connect();

    [Fact]
    public async Task Every_call_of_operators_that_changes_something_leaves_a_line()
    {
        var document = (await Shop.Anonymous.Get("/openapi/v1.json")).Expect(200);
        var changing = document["paths"].EnumerateObject()
            .Where(path => path.Name.StartsWith("/v1/admin/", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .Where(call => !call.StartsWith("GET ", StringComparison.Ordinal))
            .ToList();
        var acts = new OperatorActs(Shop, ParkAPayment);

        foreach (var call in changing)
        {
            Assert.True(acts.All.ContainsKey(call), $"{call} changes something: say in {nameof(OperatorActs)} how, so that its line in the log is looked for.");
            var newest = (await Lines("limit=1")).Select(it => it.Number("number")).FirstOrDefault();
            var (action, subject) = await acts.All[call]();
            var line = (await Lines($"action={action}&subject={Uri.EscapeDataString(subject)}&limit=1")).FirstOrDefault();
            Assert.True(line.ValueKind == JsonValueKind.Object && line.Number("number") > newest, $"{call} left no line {action} {subject}.");
            Assert.Equal("operator", line.HasShape(Shape).Text("actor"));
        }
    }

    [Fact]
    public async Task A_line_tells_what_was_and_what_is()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 3 });
        (await Shop.Save(product with { Price = 12_000 })).Expect(200);
        (await Shop.AdjustStock(product.Sku, 4)).Expect(200);

        var saved = await Lines($"subject=products/{product.Id}");
        Assert.Equal(["product.save", "product.save"], saved.Select(line => line.Text("action")));
        Assert.Equal((10_000, 12_000), (Price(saved[0].GetProperty("before")), Price(saved[0].GetProperty("after"))));
        Assert.False(saved[1].TryGetProperty("before", out _));
        Assert.Equal(product.Name, saved[1].GetProperty("after").Text("name"));
        var adjusted = Assert.Single(await Lines($"subject={Uri.EscapeDataString("stock/" + product.Sku)}"));
        Assert.Equal((3, 7), (adjusted.GetProperty("before").Number("stock"), adjusted.GetProperty("after").Number("stock")));
        Assert.InRange(adjusted.GetProperty("at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task A_line_tells_what_became_of_money_coupons_campaigns_and_orders_and_why()
    {
        var (user, product, campaign) = (await Shop.NewUser(balance: 50_000), await Shop.Sells(Some.Product()), await Shop.Runs(Some.Campaign()));
        var order = (await user.Buy(product.Sku, 2)).Expect(201).Text("id");
        var entry = (await Shop.Adjust(user.Id, -500, "Too much.")).Expect(201).Text("id");
        var coupon = (await Shop.Give(user.Id, campaign.Id)).Expect(201);
        (await Shop.Pause(campaign.Id)).Expect(200);
        (await Shop.Pause(campaign.Id, paused: false)).Expect(200);
        (await (await Shop.Admin()).Post($"/v1/admin/orders/{order}/cancellation", new { reason = "Torn." })).Expect(200);

        Assert.Equal(
            [
                $$"""coupon.give - - {"campaignId":"{{campaign.Id}}","couponId":"{{coupon.Text("id")}}","expiresAt":"{{coupon.Text("expiresAt")}}"}""",
                $$"""wallet.adjust Too much. {"balance":30000} {"balance":29500,"amount":-500,"entryId":"{{entry}}"}""",
            ],
            (await Lines("subject=users/" + user.Id)).Select(Told));
        Assert.Equal(
            ["""campaign.resume - {"paused":true} {"paused":false}""", """campaign.pause - {"paused":false} {"paused":true}"""],
            (await Lines("limit=2&subject=campaigns/" + campaign.Id)).Select(Told));
        string Order(string state, int refunded, int cancelled) =>
            $$"""{"state":"{{state}}","refunded":{{refunded}},"items":[{"sku":"{{product.Sku}}","quantity":2,"cancelled":{{cancelled}}}]}""";
        Assert.Equal(
            $"order.cancel Torn. {Order("paid", 0, 0)} {Order("cancelled", 20_000, 2)}", Told(Assert.Single(await Lines("subject=orders/" + order))));
    }

    [Fact]
    public async Task An_import_leaves_a_line_for_each_product_that_it_changes_and_a_dry_run_and_a_repeat_leave_none()
    {
        var (one, two) = (Some.Id("one"), Some.Id("two"));
        var file = $"Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n{one},One,Size,S,{one}-S,500\n{one},,,L,{one}-L,500\n{two},Two,Title,Default Title,{two},700\n";

        await Import(file, "?dryRun=true");
        Assert.Empty(await Lines($"subject=products/{one}"));
        await Import(file);
        await Import(file);
        await Import(file.Replace($"{one},,,L,{one}-L,500\n", ""));

        Assert.Equal(["product.withdraw", "product.import"], (await Lines($"subject=products/{one}")).Select(line => line.Text("action")).Distinct());
        Assert.Equal("product.import", Assert.Single(await Lines($"subject=products/{two}")).Text("action"));
    }

    [Fact]
    public async Task What_is_refused_or_changes_nothing_leaves_no_line()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 3 });
        var (campaign, key) = (await Shop.Runs(Some.Campaign()), Some.Key());
        var admin = await Shop.Admin();

        (await Shop.Save(product)).Expect(200);
        (await Shop.Save(product with { Price = -1 })).Expect(422);
        (await admin.Put("/v1/admin/products/" + product.Id, product.Body, ("If-Match", "\"another\""))).Expect(412);
        (await Shop.Save(campaign)).Expect(200);
        (await Shop.AdjustStock(product.Sku, -9)).Expect(409);
        (await Shop.AdjustStock(product.Sku, 1, key)).Expect(200);
        (await Shop.AdjustStock(product.Sku, 1, key)).Expect(200);
        (await (await Shop.NewUser()).Delete("/v1/admin/products/" + product.Id)).Expect(403);

        Assert.Single(await Lines($"subject=products/{product.Id}"));
        Assert.Single(await Lines($"subject=campaigns/{campaign.Id}"));
        Assert.Single(await Lines($"subject={Uri.EscapeDataString("stock/" + product.Sku)}"));
    }

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest_while_lines_come()
    {
        var product = await Shop.Sells(Some.Product());
        for (var i = 0; i < 5; i++)
        {
            (await Shop.AdjustStock(product.Sku, 1)).Expect(200);
        }

        var admin = await Shop.Admin();
        var query = $"/v1/admin/log?subject={Uri.EscapeDataString("stock/" + product.Sku)}&actor=operator&action=stock.adjust";
        var lines = await JsonReading.AllPages(async cursor =>
        {
            var page = (await admin.Get($"{query}&limit=2{(cursor is null ? "" : "&cursor=" + cursor)}")).Expect(200);
            (await Shop.AdjustStock(product.Sku, 1)).Expect(200);
            return page;
        });

        Assert.Equal([105, 104, 103, 102, 101], lines.Select(line => line.GetProperty("after").Number("stock")));
        Assert.Empty((await admin.Get($"{query}x")).Expect(200).Items());
    }

    [Fact]
    public async Task A_page_of_large_lines_has_fewer_of_them_and_goes_on_with_the_next()
    {
        var (id, admin) = (Some.Id("large"), await Shop.Admin());
        object Large(int number) => new
        {
            name = $"Large {number}",
            images = Enumerable.Range(0, 200).Select(i => new { url = $"/{new string('u', 1_900)}{i}.jpg" }),
            variants = new[] { new { sku = id, price = 1 } },
        };
        for (var i = 1; i <= 5; i++)
        {
            (await admin.Put("/v1/admin/products/" + id, Large(i))).Expect(i == 1 ? 201 : 200);
        }

        var pages = new List<Answer>();
        var lines = await JsonReading.AllPages(async cursor =>
        {
            pages.Add((await admin.Get($"/v1/admin/log?subject=products/{id}&limit=100{(cursor is null ? "" : "&cursor=" + cursor)}")).Expect(200));
            return pages[^1];
        });

        Assert.Equal(["Large 5", "Large 4", "Large 3", "Large 2", "Large 1"], lines.Select(line => line.GetProperty("after").Text("name")));
        Assert.Equal([2, 2, 1], pages.Select(page => page.Items().Count));
    }

    [Theory]
    [InlineData("actor=%00")]
    [InlineData("user=mina")]
    [InlineData("limit=0")]
    public async Task A_search_that_makes_no_sense_is_refused(string query) =>
        (await (await Shop.Admin()).Get("/v1/admin/log?" + query)).Expect(422, "validation_failed");

    private async Task<IReadOnlyList<JsonElement>> Lines(string query) => (await (await Shop.Admin()).Get("/v1/admin/log?" + query)).Expect(200).Items();

    private async Task Import(string csv, string query = "") =>
        (await (await Shop.Admin()).Send(HttpMethod.Post, "/v1/admin/products/import" + query, new StringContent(csv, Encoding.UTF8, "text/csv"))).Expect(200);

    // What was done, why, what was and what is; a dash for what is not said.
    private static string Told(JsonElement line) => string.Join(' ', ((string[])["action", "reason", "before", "after"])
        .Select(member => line.TryGetProperty(member, out var value) ? value.ToString() : "-"));

    private static long Price(JsonElement product) => product.GetProperty("variants")[0].Number("price");

    // A payment that could not be published: no publisher of these shops refuses one. It is counted as one that came into the stream again, as
    // that of a replay is, so that the books of the shop that others use too stay whole.
    private async Task ParkAPayment()
    {
        var product = await Shop.Sells(Some.Product());
        var order = (await (await Shop.NewUser(balance: 50_000)).Buy(product.Sku, 1)).Expect(201).Text("id");
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "INSERT INTO parked_payments (number, event_id, partition, reason) " +
            $"SELECT 1000000 + number, id, partition, 'by hand' FROM payment_events WHERE order_id = '{order}'; " +
            "UPDATE payment_totals SET again = again + 1";
        await using var transaction = await connection.BeginTransactionAsync();
        command.Transaction = transaction;
        Assert.Equal(2, await command.ExecuteNonQueryAsync());
        await transaction.CommitAsync();
    }
}
