using System.Text.Json;
using Npgsql;

namespace ECommerce.ShopTests.Data;

/// <summary>A shop whose database was restored into a server that has seen fewer transactions than the one before.</summary>
public sealed class Restored_dumps(ITestOutputHelper output)
{
    private const int Products = 600;
    private const int Looks = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A change is seen within a second; the rest is for a busy machine.
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_catalogue_is_read_once_and_then_only_what_changes_which_every_frontend_sees_at_once()
    {
        PostgresServer.RequirePostgres();
        await using var before = await PostgresServer.StartPrivate();
        Assert.SkipWhen(before is null, "TEST_POSTGRES names a server, and there are no programs to start one.");
        await using var after = (await PostgresServer.StartPrivate(settings: "-c shared_preload_libraries=pg_stat_statements"))!;
        var (original, restored) = (await before.NewDatabase(), await after.NewDatabase());
        var product = await Sold(original);
        await before.CopyTo(original, after, restored);
        await Run(restored, "CREATE EXTENSION pg_stat_statements");

        await using var deployment = await Deployment.Start(new ShopSettings { Postgres = restored, SigningKey = true }, processes: 2);
        var (shop, other) = (At(deployment, 0), At(deployment, 1));
        var (looks, rows) = await Looked(restored);
        var (looksLater, rowsLater) = await Eventually.Ask(() => Looked(restored), now => now.Looks >= looks + Looks, Patience);
        output.WriteLine($"{looksLater - looks} looks in a calm time read {rowsLater - rows} products of {Products}.");
        Assert.InRange(looksLater - looks, Looks, long.MaxValue);
        Assert.Equal(0, rowsLater - rows);

        // While somebody's transaction is open, what has begun since is read at each look: what it changed may come late.
        await using (var connection = new NpgsqlConnection(restored + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var open = await connection.BeginTransactionAsync();
            await new NpgsqlCommand("UPDATE products SET name = 'Late', changed = pg_current_xact_id() WHERE id = 'p-1'", connection).ExecuteNonQueryAsync();
            await IsSeen(shop, other, product with { Price = 20_000 });
            await open.CommitAsync();
        }

        await Eventually.Holds(async () => Assert.Equal("Late", (await Listed(other, "p-1")).Text("name")), Seen);
        await IsSeen(shop, other, product with { Price = 30_000 });

        // The audit notices what was changed by hand, until an operator saves it.
        await IsSeen(shop, other, Some.Product() with { Id = "p-1", Price = 15_000 });
        await Sells(shop, other, product);
    }

    // A shop on a server that has seen many transactions, with a catalogue of which each product was saved by one of them.
    private static async Task<Product> Sold(string database)
    {
        await using var process = await ShopProcess.Start(new ShopSettings { Postgres = database, SigningKey = true });
        var shop = new Shop([process.Http], signed: true);
        await Run(database, "DO $$ BEGIN FOR i IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$");
        var admin = await shop.Admin();
        await Parallel.ForAsync(0, Products - 1, async (i, _) => (await admin.Put("/v1/admin/products/p-" + i, (Some.Product() with { Id = "p-" + i }).Body)).Expect(201));
        var product = await shop.Sells(Some.Product() with { Stock = 10 });
        (await (await shop.NewUser(100_000)).Buy(product.Sku, 1)).Expect(201);
        return product;
    }

    // Stock, best sellers, campaigns and coupons go on as well.
    private static async Task Sells(Shop shop, Shop other, Product product)
    {
        var user = await shop.NewUser(100_000);
        var campaign = await shop.Runs(Some.Campaign());
        (await user.Post($"/v1/campaigns/{campaign.Id}/claim")).Expect(201);
        (await user.Buy(product.Sku, 2)).Expect(201);
        await Eventually.Holds(
            async () =>
            {
                Assert.Equal(7, (await Listed(other, product.Id)).GetProperty("variants")[0].Number("stock"));
                var best = (await other.Anonymous.Get("/v1/products/best-sellers")).Expect(200)["items"][0];
                Assert.Equal((product.Id, 3), (best.GetProperty("product").Text("id"), best.Number("unitsSold")));
                Assert.Equal(99, await other.RemainingOf(campaign));
            },
            Seen);
        await other.BooksAreRight();
    }

    private static async Task IsSeen(Shop shop, Shop other, Product product)
    {
        (await shop.Save(product)).Expect(200);
        await Eventually.Holds(async () => Assert.Equal(product.Price, (await Listed(other, product.Id)).Number("price")), Seen);
    }

    // By the list of a frontend, which goes by what changed.
    private static async Task<JsonElement> Listed(Shop shop, string id)
    {
        var sku = id.StartsWith("p-", StringComparison.Ordinal) ? id + "-Black" : id;
        var items = (await shop.Anonymous.Get($"/v1/products?q={Uri.EscapeDataString(sku)}&limit=100")).Expect(200).Items();
        return items.Single(item => item.Text("id") == id);
    }

    private static Shop At(Deployment deployment, int process) => new([deployment.Frontends[process].Http], signed: true);

    // How often the frontends have looked what changed, and how many products they were told.
    private static async Task<(long Looks, long Rows)> Looked(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(sum(calls), 0)::bigint, coalesce(sum(rows), 0)::bigint FROM pg_stat_statements " +
            "WHERE query LIKE 'SELECT ordinal,%' AND query LIKE '%xid8%'",
            connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private static async Task Run(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
