using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Products;

public sealed class BestSellersShopOnSqlite() : ShopFleet(Ledger.Sqlite);

public sealed class BestSellersShopOnPostgres() : ShopFleet(Ledger.Postgres);

public sealed class BestSellersShopOnACluster() : ShopFleet(Ledger.Postgres, clusters: 1);

public sealed class Best_sellers_on_Sqlite(BestSellersShopOnSqlite shop) : BestSellersSuite(shop), IClassFixture<BestSellersShopOnSqlite>;

public sealed class Best_sellers_on_Postgres(BestSellersShopOnPostgres shop)
    : BestSellersSuite(shop), IClassFixture<BestSellersShopOnPostgres>;

/// <summary>A shop of its own: the ranking is of the whole shop. One story, since what is sold stays sold.</summary>
public abstract class BestSellersSuite(ShopFleet fleet)
{
    private Shop Shop => fleet.Shop;

    [Fact]
    public async Task The_five_that_sold_most_are_ranked_net_of_cancellations()
    {
        Assert.Empty((await Shop.Anonymous.Get("/v1/products/best-sellers")).Items());
        var products = new List<Product>();
        for (var i = 0; i < 7; i++)
        {
            products.Add(await Shop.Sells(Some.Product() with { Id = $"rank-{i}", Price = 100 }));
        }

        var user = await Shop.NewUser(balance: 1_000_000);
        for (var i = 0; i < 7; i++)
        {
            (await user.Pay(await user.Ordered(products[i].Sku, i + 1))).Expect(200);
        }

        var back = await user.Ordered(products[6].Sku, 50);
        (await user.Pay(back)).Expect(200);
        await Ranked([("rank-6", 57), ("rank-5", 6), ("rank-4", 5), ("rank-3", 4), ("rank-2", 3)]);

        (await user.Cancel(back)).Expect(200);
        var parts = await user.Ordered(products[3].Sku, 5);
        (await user.Pay(parts)).Expect(200);
        (await user.TakeBack(parts, [(products[3].Sku, 3)])).Expect(200);
        var later = await user.Ordered(products[0].Sku, 90);

        // What is equal stands by product id; what is not paid does not count.
        await Ranked([("rank-6", 7), ("rank-3", 6), ("rank-5", 6), ("rank-4", 5), ("rank-2", 3)]);
        await ListedBest(new() { ["rank-6"] = 7, ["rank-3"] = 6, ["rank-5"] = 6, ["rank-4"] = 5, ["rank-2"] = 3, ["rank-1"] = 2, ["rank-0"] = 1 });
        await EachIsShownOnce(products.Select(product => product.Id), async () => (await user.Pay(later)).Expect(200), overtaking: "rank-0");
    }

    private async Task Ranked((string Id, long Units)[] expected)
    {
        var answer = await Eventually.Ask(
            async () => (await Shop.Anonymous.Get("/v1/products/best-sellers")).Expect(200),
            now => now.Items().Select(Sales).SequenceEqual(expected),
            Bounds.Ranking);
        answer.Json.HasShape("asOf:time windowHours:integer items:array");
        Assert.Equal(72, answer.Number("windowHours"));
        Assert.All(answer.Items(), item => item.HasShape("rank:integer unitsSold:integer product:object"));
        Assert.Equal(expected, answer.Items().Select(Sales));
        Assert.Equal([1, 2, 3, 4, 5], answer.Items().Select(item => item.Number("rank")));
        Assert.All(answer.Items(), item => item.GetProperty("product").HasShape("id:text name:text price:integer variants:array"));
    }

    // Which of two equal ones comes first in the list, the contract leaves open.
    private async Task ListedBest(Dictionary<string, long> units)
    {
        var listed = await Eventually.Ask(
            async () => (await Shop.Anonymous.Get("/v1/products?sort=best")).Ids().Select(id => units[id]).ToList(),
            now => now.SequenceEqual(units.Values.OrderDescending()),
            Bounds.Ranking);
        Assert.Equal(units.Values.OrderDescending(), listed);
    }

    private async Task EachIsShownOnce(IEnumerable<string> ids, Func<Task> sells, string overtaking)
    {
        const string path = "/v1/products?sort=best&limit=2";
        var page = (await Shop.Anonymous.Get(path)).Expect(200);
        Assert.DoesNotContain(overtaking, page.Ids());
        var shown = page.Ids().ToList();
        await sells();
        await Eventually.Ask(async () => (await Shop.Anonymous.Get(path)).Ids(), best => best[0] == overtaking, Bounds.Ranking);
        while (page.Next() is { } cursor)
        {
            page = (await Shop.Anonymous.Get($"{path}&cursor={Uri.EscapeDataString(cursor)}")).Expect(200);
            shown.AddRange(page.Ids());
        }

        Assert.Equal(ids.Order(), shown.Order());
    }

    private static (string Id, long Units) Sales(JsonElement item) =>
        (item.GetProperty("product").Text("id"), item.Number("unitsSold"));
}
