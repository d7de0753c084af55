using System.Diagnostics;
using Npgsql;

namespace ECommerce.Time.Tests;

public sealed class Product_list_on_Postgres(PostgresTimedShop shop) : IClassFixture<PostgresTimedShop>
{
    [Fact]
    public async Task A_list_that_was_not_refreshed_for_longer_than_changes_are_kept_is_read_whole()
    {
        var admin = await Shopper.Enter(shop, "operator", admin: true);
        await admin.Sell("coat");
        Assert.Equal(10_000, await ShownPrice(admin, 10_000));

        // As if the note of this change had been cleared up before the list was refreshed.
        await using (var connection = new NpgsqlConnection(shop.Postgres))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("UPDATE variants SET price = 7000", connection);
            await command.ExecuteNonQueryAsync();
        }

        shop.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(7_000, await ShownPrice(admin, 7_000));
    }

    /// <summary>The list is refreshed in a loop on the shop's clock: moves that clock on, a moment at a time, until the price is the wanted one.</summary>
    private async Task<long> ShownPrice(Shopper shopper, long wanted)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            shop.Advance(TimeSpan.FromMilliseconds(200));
            var items = (await shopper.Get("/v1/products")).GetProperty("items");
            var shown = items.GetArrayLength() == 0 ? 0 : items[0].GetProperty("price").GetInt64();
            if (shown == wanted || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(10))
            {
                return shown;
            }
        }
    }
}
