namespace ECommerce.ShopTests.Data;

/// <summary>A few real days, bought again over HTTP.</summary>
public sealed class Replayed_invoices(ITestOutputHelper output)
{
    private const int Users = 16;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_days_best_sellers_are_the_shops_best_sellers(bool isCluster)
    {
        var invoices = Retail.Invoices(SharedData.Find("retail-by-day"));
        var expected = Retail.BestSellers(invoices);
        await using var deployment = isCluster ? await Deployment.StartCluster() : await Deployment.Start();
        var shop = deployment.Shop(signed: false);
        await Sell(shop, invoices.SelectMany(invoice => invoice.Lines).Select(line => line.ProductId).Distinct());
        var users = await shop.NewUsers(Users, balance: 10_000_000);
        var orders = invoices.SelectMany(invoice => invoice.AsOrders()).ToList();

        await Parallel.ForAsync(0, orders.Count, new ParallelOptions { MaxDegreeOfParallelism = Users },
            async (i, _) => await Buy(users[i % Users], orders[i]));

        var best = await Eventually.Ask(
            async () => (await shop.Anonymous.Get("/v1/products/best-sellers")).Items()
                .Select(item => (item.GetProperty("product").Text("id"), item.Number("unitsSold"))).ToList(),
            found => found.SequenceEqual(expected),
            Bounds.Ranking);
        Assert.Equal(expected, best);
        await shop.BooksAreRight();
        output.WriteLine($"{invoices.Count} invoices as {orders.Count} orders; {string.Join(", ", best)}");
    }

    private static async Task Sell(Shop shop, IEnumerable<string> productIds) =>
        await Parallel.ForEachAsync(productIds, new ParallelOptions { MaxDegreeOfParallelism = Users },
            async (id, _) => await shop.Sells(Some.Product() with { Id = id, Price = 1, Stock = 1_000_000 }));

    private static async Task Buy(Caller user, IReadOnlyList<(string ProductId, int Quantity)> lines)
    {
        var skus = lines.Select(line => (Sku: (Some.Product() with { Id = line.ProductId }).Sku, line.Quantity));
        var order = (await user.Order(skus)).Expect(201).Text("id");
        (await user.Pay(order)).Expect(200);
    }
}
