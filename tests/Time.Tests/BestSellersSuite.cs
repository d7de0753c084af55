namespace ECommerce.Time.Tests;

public sealed class Best_sellers_on_Sqlite(SqliteTimedShop shop) : BestSellersSuite(shop), IClassFixture<SqliteTimedShop>;

public sealed class Best_sellers_on_Postgres(PostgresTimedShop shop) : BestSellersSuite(shop), IClassFixture<PostgresTimedShop>;

public abstract class BestSellersSuite(TimedShop shop)
{
    [Fact]
    public async Task What_was_sold_more_than_72_hours_ago_is_no_best_seller_a_minute_later()
    {
        var admin = await Shopper.Enter(shop, "operator", admin: true);
        var mina = await Shopper.Enter(shop, "mina");
        await admin.Sell("old-hit");
        await admin.Sell("new-hit");
        await mina.Charge(1_000_000);
        await mina.Pay(await mina.Order("old-hit", 9));
        Assert.Equal([("old-hit", 9)], await Ranked(mina, ranking => ranking is [("old-hit", 9)]));
        shop.Advance(TimeSpan.FromHours(72));
        await mina.Pay(await mina.Order("new-hit", 2));
        Assert.Equal([("old-hit", 9), ("new-hit", 2)], await Ranked(mina, ranking => ranking.Count == 2));
        shop.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([("new-hit", 2)], await Ranked(mina, ranking => ranking is [("new-hit", 2)]));
    }

    private Task<List<(string Id, int Units)>> Ranked(Shopper shopper, Func<List<(string Id, int Units)>, bool> isWanted) => shop.AdvanceUntil(
        async () => (await shopper.Get("/v1/products/best-sellers")).GetProperty("items").EnumerateArray()
            .Select(item => (item.GetProperty("product").GetProperty("id").GetString()!, item.GetProperty("unitsSold").GetInt32()))
            .ToList(),
        isWanted);
}
