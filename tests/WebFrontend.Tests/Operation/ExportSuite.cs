using CsvHelper;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Export_on_Sqlite(SqliteShop shop) : ExportSuite(shop);

public sealed class Export_on_Postgres(PostgresShop shop) : ExportSuite(shop);

public sealed class Export_on_a_cluster(ClusterShop shop) : ExportSuite(shop);

public abstract class ExportSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Theory]
    [InlineData("orders")]
    [InlineData("entries")]
    [InlineData("products")]
    [InlineData("log")]
    public async Task An_export_is_a_file_that_spreadsheets_open(string name)
    {
        await Shop.Sells(Some.Product());
        var answer = await Export(name);

        Assert.Equal("text/csv; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal($"attachment; filename={name}.csv", answer.Header("Content-Disposition"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.StartsWith("\uFEFF", answer.Text);
        Assert.EndsWith("\r\n", answer.Text);
    }

    [Fact]
    public async Task Orders_have_a_row_for_each_line_and_their_amounts_once()
    {
        var product = await Shop.Sells(Some.Product() with { Colors = ["Black", "White"], Name = "=셔츠, \"linen\"" });
        var user = await Shop.NewUser(balance: 100_000);
        var order = (await user.Order([(product.SkuOf(0), 2), (product.SkuOf(1), 1)])).Expect(201).Text("id");
        (await user.Pay(order)).Expect(200);
        var open = await user.Ordered(product.Sku, 1);

        var rows = Rows(await Export("orders"), "userId", user.Id);

        Assert.Equal([(order, product.SkuOf(0)), (order, product.SkuOf(1)), (open, product.Sku)], rows.Select(row => (row["orderId"], row["sku"])));
        Assert.Equal(["30000", "", "10000"], rows.Select(row => row["total"]));
        Assert.Equal(["30000", "", "0"], rows.Select(row => row["paid"]));
        Assert.Equal(["paid", "paid", "awaiting_payment"], rows.Select(row => row["status"]));
        Assert.Equal(["2", "1", "1"], rows.Select(row => row["quantity"]));
        Assert.All(rows, row => Assert.Equal(("'=셔츠, \"linen\"", "10000", "0"), (row["name"], row["price"], row["cancelled"])));
        Assert.Equal("Color: Black", rows[0]["options"]);
        Assert.Equal((await user.OrderOf(order)).Expect(200).Text("paidAt"), rows[0]["paidAt"]);

        (await user.Cancel(order)).Expect(200);
        var cancelled = Rows(await Export("orders"), "orderId", order);
        Assert.Equal([("cancelled", "2", "30000"), ("cancelled", "1", "")], cancelled.Select(row => (row["status"], row["cancelled"], row["refunded"])));
    }

    [Fact]
    public async Task Entries_are_those_of_all_users_with_signed_amounts()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = (await user.Buy(product.Sku, 1)).Expect(201).Text("id");

        var rows = Rows(await Export("entries"), "userId", user.Id);

        Assert.Equal([("charge", "50000", "50000", ""), ("payment", "-10000", "40000", order)], rows.Select(row => (row["kind"], row["amount"], row["balance"], row["orderId"])));
    }

    [Fact]
    public async Task The_log_is_told_with_what_was_and_what_is()
    {
        var product = await Shop.Sells(Some.Product() with { Stock = 3 });
        (await Shop.AdjustStock(product.Sku, 4)).Expect(200);

        var row = Assert.Single(Rows(await Export("log"), "subject", "stock/" + product.Sku));

        Assert.Equal(("operator", "stock.adjust", """{"stock":3}""", """{"stock":7}"""), (row["actor"], row["action"], row["before"], row["after"]));
    }

    [Fact]
    public async Task A_text_that_a_spreadsheet_would_run_stands_behind_an_apostrophe_in_every_file()
    {
        string[] texts = ["=1+1", "+1+1", "-1+1", "@SUM(1)"];
        var user = await Shop.NewUser(balance: 10_000);
        var products = new List<Product>();
        foreach (var text in texts)
        {
            products.Add(await Shop.Sells(Some.Product() with { Name = text }));
            await user.Ordered(products[^1].Sku, 1);
            (await Shop.Adjust(user.Id, -1, text)).Expect(201);
        }

        var harmless = texts.Select(text => "'" + text).ToList();
        var catalogue = await Export("products");
        Assert.Equal(harmless, products.Select(product => Assert.Single(Rows(catalogue, "Handle", product.Id))["Title"]));
        Assert.Equal(harmless, Rows(await Export("orders"), "userId", user.Id).Select(row => row["name"]));
        var adjustments = Rows(await Export("entries"), "userId", user.Id).Where(row => row["kind"] == "adjustment").ToList();
        Assert.Equal(harmless, adjustments.Select(row => row["reason"]));
        Assert.All(adjustments, row => Assert.Equal("-1", row["amount"]));
        Assert.Equal(harmless, Rows(await Export("log"), "subject", "users/" + user.Id).Select(row => row["reason"]).Reverse());
    }

    [Fact]
    public async Task A_time_limits_orders_and_entries_from_its_start_to_just_before_its_end()
    {
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser(balance: 50_000);
        var order = (await user.Buy(product.Sku, 1)).Expect(201);
        var at = order.Time("placedAt");

        Assert.Single(Rows(await Export("orders", at, at.AddMilliseconds(1)), "userId", user.Id));
        Assert.Empty(Rows(await Export("orders", at.AddMilliseconds(1), at.AddDays(1)), "userId", user.Id));
        Assert.Empty(Rows(await Export("orders", at.AddDays(-1), at), "userId", user.Id));
        Assert.Single(Rows(await Export("entries", at, at.AddMilliseconds(1)), "userId", user.Id));
        Assert.Empty(Rows(await Export("entries", at.AddMilliseconds(1), at.AddDays(1)), "userId", user.Id));
    }

    [Theory]
    [InlineData("from=yesterday")]
    [InlineData("from=2026-03-01")]
    [InlineData("to=2026-03-01T00:00:00")]
    [InlineData("from=2026-03-02T00:00:00Z&to=2026-03-02T00:00:00Z")]
    [InlineData("until=2026-03-02T00:00:00Z")]
    public async Task A_time_that_makes_no_sense_is_refused(string query) =>
        (await (await Shop.Admin()).Get("/v1/admin/export/orders.csv?" + query)).Expect(422, "validation_failed");

    [Fact]
    public async Task A_time_is_read_as_RFC_3339_says() =>
        (await (await Shop.Admin()).Get("/v1/admin/export/entries.csv?from=2026-03-01t09:00:00%2B09:00&to=2026-03-01t00:00:01z")).Expect(200);

    [Fact]
    public async Task HEAD_tells_the_form_of_a_file_without_the_rows()
    {
        var head = (await (await Shop.Admin()).Send(HttpMethod.Head, "/v1/admin/export/orders.csv", null)).Expect(200);

        Assert.Equal(("", "attachment; filename=orders.csv"), (head.Text, head.Header("Content-Disposition")));
    }

    private async Task<Answer> Export(string name, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        var query = from is null ? "" : $"?from={Text(from.Value)}&to={Text(to!.Value)}";
        return (await (await Shop.Admin()).Get($"/v1/admin/export/{name}.csv{query}")).Expect(200);
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(Answer answer, string column, string value)
    {
        using var csv = CsvReader.Create(new StringReader(answer.Text[1..]), new CsvReaderOptions { HasHeader = false });
        Assert.True(csv.Read());
        var columns = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToList();
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(columns.Index().ToDictionary(it => it.Item, it => csv.GetString(it.Index)));
        }

        return [.. rows.Where(row => row[column] == value)];
    }
}
