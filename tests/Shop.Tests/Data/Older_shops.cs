using System.IO.Compression;
using Npgsql;

namespace ECommerce.ShopTests.Data;

/// <summary>
/// Shops that an older program left: a SQLite file and a dump of PostgreSQL, from before Orleans kept the carts of a shop of one
/// process. Files under Older are never edited.
/// </summary>
public sealed class Older_shops
{
    private const string Korean = "티셔츠/검정";

    // Whose carts a storage could mix up: ids that look like numbers, and ids that differ in case.
    private static readonly string[] Users = ["mina", "5", "05", "a", "A"];

    private static string Older(string file) => Path.Combine(AppContext.BaseDirectory, "Data", "Older", file);

    [Fact]
    public async Task A_SQLite_file_opens_with_everybodys_cart_money_coupon_and_orders()
    {
        using var directory = new TempDirectory();
        var file = directory.File("shop.db");
        await using (var packed = new GZipStream(File.OpenRead(Older("shop.v2.db.gz")), CompressionMode.Decompress))
        await using (var unpacked = File.Create(file))
        {
            await packed.CopyToAsync(unpacked);
        }

        await OpensWhole(new ShopSettings { SigningKey = true, More = new Dictionary<string, string> { ["Sqlite__Path"] = file } });
    }

    [Fact]
    public async Task A_PostgreSQL_database_opens_with_everybodys_cart_money_coupon_and_orders()
    {
        PostgresServer.RequirePostgres();
        var database = await PostgresServer.CreateDatabase();
        await using (var connection = new NpgsqlConnection(database + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var restore = new NpgsqlCommand(await File.ReadAllTextAsync(Older("shop.v3.sql")), connection);
            await restore.ExecuteNonQueryAsync();
        }

        await OpensWhole(new ShopSettings { SigningKey = true, Postgres = database });
    }

    private static async Task OpensWhole(ShopSettings settings)
    {
        await using var process = await ShopProcess.Start(settings);
        var shop = new Shop([process.Http], signed: true);
        var users = await Task.WhenAll(Users.Select(shop.User));
        for (var i = 0; i < users.Length; i++)
        {
            Assert.Equal([("TEE-WHITE", 1 + i), (Korean, 11 + i)], await Cart(users[i]));
        }

        var mina = users[0];
        Assert.Equal(76_000, await mina.Balance());
        Assert.Equal(["cancelled", "paid"], (await mina.Orders()).Items().Select(order => order.Text("status")));
        Assert.Equal("used", (await mina.Coupons()).Items().Single().Text("status"));

        // Ordered from the cart and paid by the older program, which left it to the next reader to take the lines out.
        Assert.Empty(await Cart(await shop.User("jun")));

        (await mina.SetInCart(Korean, 0)).Expect(200);
        (await users[1].AddToCart("TEE-WHITE", 1)).Expect(200);
        await process.Restart();
        Assert.Equal([("TEE-WHITE", 1)], await Cart(mina));
        Assert.Equal([("TEE-WHITE", 3), (Korean, 12)], await Cart(users[1]));
        Assert.Equal([("TEE-WHITE", 3), (Korean, 13)], await Cart(users[2]));
        await shop.BooksAreRight();
    }

    private static async Task<IEnumerable<(string Sku, long Quantity)>> Cart(Caller user) =>
        (await user.Cart()).Expect(200).Items().Select(item => (item.Text("sku"), item.Number("quantity")));
}
