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

    private Task<long> ShownPrice(Shopper shopper, long wanted) => shop.AdvanceUntil(
        async () => (await shopper.Get("/v1/products")).GetProperty("items") is var items && items.GetArrayLength() > 0 ? items[0].GetProperty("price").GetInt64() : 0,
        price => price == wanted);
}
