namespace ECommerce.Grains.Tests.BestSellers;

public sealed class BestSellersTests : IAsyncDisposable
{
    private readonly Shop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Most_units_stand_first_and_ties_by_id()
    {
        await Sold("hat", 2);
        await Sold("bag", 2);
        await Sold("shirt", 3);
        await _shop.Sells("sock", ("sock-m", 99));
        Assert.Equal([new("shirt", 3), new("bag", 2), new("hat", 2)], await Ranking());
    }

    [Fact]
    public async Task Cancelled_units_do_not_count_also_hours_later()
    {
        await Sold("hat", 2);
        await Sold("shirt", 3);
        _shop.Advance(TimeSpan.FromHours(5));
        await _shop.Order("order of shirt").Cancel(Some.User);
        Assert.Equal([new("hat", 2)], await Ranking());
    }

    [Fact]
    public async Task What_was_sold_counts_for_72_hours_and_is_gone_in_the_hour_after()
    {
        await Sold("hat", 2);
        _shop.Advance(TimeSpan.FromHours(72));
        Assert.Equal([new("hat", 2)], await Ranking());
        _shop.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal([new("hat", 2)], await Ranking());
        _shop.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await Ranking());
    }

    [Fact]
    public async Task It_says_when_it_was_computed_and_is_not_computed_anew_within_a_second()
    {
        var first = await Get();
        Assert.Equal(Some.Now, first.AsOf);
        _shop.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Same(first, await Get());
        _shop.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Some.Now.AddSeconds(1), (await Get()).AsOf);
    }

    private async Task Sold(string productId, int units)
    {
        await _shop.Sells(productId, (productId + "-m", 99));
        await _shop.Charges(1_000_000, id: productId);
        await _shop.Places("order of " + productId, productId + "-m", units);
        Assert.Null((await _shop.Pays("order of " + productId)).Refusal);
    }

    private async Task<IReadOnlyList<ProductSales>> Ranking()
    {
        _shop.Advance(GrainBounds.RankingAge);
        return (await Get()).Products;
    }

    private Task<SalesRanking> Get() => _shop.Engine.GetGrain<IBestSellersGrain>(IBestSellersGrain.Key).Get();
}
