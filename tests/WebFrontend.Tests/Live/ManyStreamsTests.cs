namespace ECommerce.WebFrontend.Tests.Live;

/// <summary>A crowd that watches a drop.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ManyStreamsTests
{
    private const int Streams = 1_000;
    private const int Coupons = 200;

    [Fact]
    public async Task A_thousand_streams_are_told_of_a_drop_to_its_end_in_bounded_memory()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { SigningKey = true });
        var (shop, process) = (deployment.Shop(), deployment.Frontends[0]);
        var campaign = await shop.Runs(Some.Campaign() with { Quantity = Coupons });
        var product = await shop.Sells(Some.Product());
        var users = await shop.NewUsers(Coupons);
        await Task.WhenAll(users.Select(user => user.Wallet()));
        var before = process.PeakMemory;

        var streams = new EventReader[Streams];
        await Parallel.ForAsync(0, Streams, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            streams[i] = await EventReader.Open(process.Http, $"/v1/live?product={product.Id}&campaign={campaign.Id}");
            await streams[i].Event(told => told.Name == "campaign");
        });
        var ends = Task.WhenAll(streams.Select(stream => stream.Event(told => told.Name == "campaign" && told.Data.Number("remaining") == 0)));
        await Task.WhenAll(users.Select(user => user.Claimed(campaign.Id)));
        Assert.Equal(Streams, (await ends).Length);

        var grown = process.PeakMemory - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"{Streams} streams, {grown >> 20} MB more than before");
        Assert.True(grown < 160 << 20, $"{grown >> 20} MB more than before");
        Array.ForEach(streams, stream => stream.Dispose());
    }
}
