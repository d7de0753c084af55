namespace ECommerce.Grains.Tests.BestSellers;

public sealed class BestSellersTests : ShopTest
{
    [Fact]
    public async Task Most_units_stand_first_and_ties_by_id()
    {
        await Sold("hat", 2);
        await Sold("bag", 2);
        await Sold("shirt", 3);
        await Shop.Sells("sock", ("sock-m", 99));
        Assert.Equal([new("shirt", 3), new("bag", 2), new("hat", 2)], await Ranking());
    }

    [Fact]
    public async Task Cancelled_units_do_not_count_also_hours_later()
    {
        await Sold("hat", 2);
        await Sold("shirt", 3);
        Shop.Advance(TimeSpan.FromHours(5));
        await Shop.Cancels("order of shirt");
        Assert.Equal([new("hat", 2)], await Ranking());
    }

    [Fact]
    public async Task What_was_sold_counts_for_72_hours_and_is_gone_in_the_minute_after()
    {
        await Sold("hat", 2);
        Shop.Advance(TimeSpan.FromMinutes(32));
        await Sold("bag", 1);
        Shop.Advance(TimeSpan.FromHours(72) - TimeSpan.FromMinutes(32));
        Assert.Equal([new("hat", 2), new("bag", 1)], await Ranking());
        Shop.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([new("bag", 1)], await Ranking());
        Shop.Advance(TimeSpan.FromMinutes(32));
        Assert.Empty(await Ranking());
    }

    [Fact]
    public async Task It_says_when_it_was_computed_and_is_not_computed_anew_within_a_second()
    {
        var first = await Get();
        Assert.Equal(Some.Now, first.AsOf);
        Shop.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(first.AsOf, (await Get()).AsOf);
        Shop.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Some.Now.AddSeconds(1), (await Get()).AsOf);
    }

    private async Task Sold(string productId, int units)
    {
        await Shop.Sells(productId, (productId + "-m", 99));
        await Shop.Charges(1_000_000, id: productId);
        await Shop.Places("order of " + productId, productId + "-m", units);
        Assert.Null((await Shop.Pays("order of " + productId)).Refusal);
    }

    private async Task<IReadOnlyList<ProductSales>> Ranking()
    {
        Shop.Advance(BestSellersGrain.MaximumAge);
        return (await Get()).Products;
    }

    private Task<SalesRanking> Get() => Shop.Grains.GetGrain<IBestSellersGrain>(IBestSellersGrain.Key).Get();
}
