using System.Numerics;
using System.Text.RegularExpressions;
using Npgsql;

namespace ECommerce.ShopTests.Kafka;

/// <summary>The worked example of docs/data-platform.md, run as it stands there on what a real shop published.</summary>
public sealed class Revenue_by_product
{
    private const string Document = "data-platform.md";
    private const string Section = "### Exact revenue by product";

    [Fact]
    public async Task The_documents_SQL_is_exact_with_duplicates_coupons_and_cancellations()
    {
        PostgresServer.RequirePostgres();
        await using var broker = await KafkaBroker.Start();
        await using var deployment = await Deployment.Start(KafkaSettings.Of(broker));
        var shop = deployment.Shop();
        var begin = DateTimeOffset.UtcNow.AddMinutes(-1);
        var users = await Trade(shop);
        await ReplayAll(shop, begin);

        var records = await Kcat.Read(broker);
        var ids = records.Select(record => record.Id).Distinct().Count();
        Assert.True(records.Count > ids, "There are no duplicates: the example proves nothing.");
        Assert.Equal(await Expected(users), await RunTheDocument(records));
    }

    /// <summary>Users who buy at odd prices, half with a coupon, and a third take it back; of those half a part first.</summary>
    private static async Task<IReadOnlyList<Caller>> Trade(Shop shop)
    {
        var products = new List<Product>();
        foreach (var price in (long[])[19_900, 7, 33_333])
        {
            products.Add(await shop.Sells(Some.Product() with { Price = price, Stock = 100_000 }));
        }

        var campaign = await shop.Runs(Some.Campaign() with { Type = "percent", Value = 13, Maximum = 9_999 });
        var users = await shop.NewUsers(30, 1_000_000);
        for (var i = 0; i < users.Count; i++)
        {
            var coupon = i % 2 == 0 ? await users[i].Claimed(campaign.Id) : null;
            var order = (await users[i].Order(products.Select((product, n) => (product.Sku, 1 + ((i + n) % 4))))).Expect(201).Text("id");
            (await users[i].Pay(order, coupon)).Expect(200);
            if (i % 3 == 0)
            {
                if (i % 2 == 1)
                {
                    (await users[i].TakeBack(order, [(products[0].Sku, 1), (products[2].Sku, 1)])).Expect(200);
                }

                (await users[i].Cancel(order)).Expect(200);
            }
        }

        return users;
    }

    private static async Task ReplayAll(Shop shop, DateTimeOffset begin)
    {
        var admin = await shop.Admin();
        for (var time = 0; time < 2; time++)
        {
            await shop.DrainedStream(KafkaSettings.Drain);
            (await admin.Post("/v1/admin/payment-stream/replay", new { from = begin, to = DateTimeOffset.UtcNow.AddMinutes(1) })).Expect(202);
        }

        await shop.DrainedStream(KafkaSettings.Drain);
    }

    /// <summary>From what the shop tells each user of their orders; no event is looked at.</summary>
    private static async Task<string> Expected(IReadOnlyList<Caller> users)
    {
        var revenue = new Dictionary<string, (BigInteger Units, BigInteger Won)>();
        foreach (var user in users)
        {
            foreach (var order in (await user.Orders()).Items())
            {
                var sign = order.Text("status") == "paid" ? 1 : 0;
                BigInteger running = 0;
                BigInteger before = 0;
                foreach (var item in order.GetProperty("items").EnumerateArray())
                {
                    running += item.Number("quantity") * item.Number("price");
                    var until = order.Number("paid") * running / order.Number("total");
                    var (units, won) = revenue.GetValueOrDefault(item.Text("productId"));
                    revenue[item.Text("productId")] = (units + (sign * item.Number("quantity")), won + (sign * (until - before)));
                    before = until;
                }

                Assert.Equal(order.Number("paid"), before);
            }
        }

        return string.Join('\n', revenue
            .OrderByDescending(product => product.Value.Won).ThenBy(product => product.Key, StringComparer.Ordinal)
            .Select(product => $"{product.Key} {product.Value.Units} {product.Value.Won}"));
    }

    private static async Task<string> RunTheDocument(IReadOnlyList<KafkaRecord> records)
    {
        var statements = Statements();
        await using var source = NpgsqlDataSource.Create((await PostgresServer.CreateDatabase())!);
        await using (var create = source.CreateCommand(statements[0]))
        {
            await create.ExecuteNonQueryAsync();
        }

        foreach (var record in records.OrderBy(record => record.Payload, StringComparer.Ordinal))
        {
            await using var insert = source.CreateCommand("INSERT INTO received VALUES ($1, $2, $3::jsonb)");
            foreach (var value in (string[])[record.Id, record["ce_type"], record.Payload])
            {
                insert.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            await insert.ExecuteNonQueryAsync();
        }

        await using var query = source.CreateCommand(statements[1]);
        await using var reader = await query.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add($"{reader.GetString(0)} {reader.GetDecimal(1):0} {reader.GetDecimal(2):0}");
        }

        return string.Join('\n', lines);
    }

    private static IReadOnlyList<string> Statements()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, Document));
        var section = text[text.IndexOf(Section, StringComparison.Ordinal)..];
        IReadOnlyList<string> statements = [.. Regex.Matches(section, "```sql\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];
        Assert.Equal(2, statements.Count);
        return statements;
    }
}
