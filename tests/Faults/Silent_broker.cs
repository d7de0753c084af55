namespace ECommerce.Faults;

/// <summary>The broker takes connections and does not answer: payments do not notice, and their events come later.</summary>
public sealed class Silent_broker(ITestOutputHelper output)
{
    private const int AtOnce = 8;
    private const int Meanwhile = 300;

    [Fact]
    public async Task Payments_go_on_while_it_does_not_answer_and_their_events_arrive_when_it_does()
    {
        await using var broker = await KafkaBroker.Start();
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, More = broker.Settings("payments") });
        var shop = new Shop([process.Http], signed: true);
        var load = new PaymentLoad(shop);
        await load.Prepare();
        using var stop = new CancellationTokenSource();
        var paying = load.RunUntil(stop.Token, await load.Users(count: 40), AtOnce);
        await Pays(load, Meanwhile);

        long pending;
        await using (await broker.Hang())
        {
            await Pays(load, Meanwhile);
            pending = await shop.Pending();
        }

        await stop.CancelAsync();
        await paying;
        var stream = await shop.DrainedStream(Scenario.Patience);
        Assert.Equal((0, 0), (stream.Number("pending"), stream.Number("parked")));
        Assert.InRange(pending, 1, load.Count);
        var records = await Kcat.Read(broker);
        Assert.Equal(load.Paid.Values.SelectMany(orders => orders).Order(), records.Select(record => record["ce_subject"]).Distinct().Order());
        await shop.BooksAreRight();
        output.WriteLine($"{pending} of {load.Count} events waited for the broker; {records.Count - load.Count} came twice.");
    }

    private static async Task Pays(PaymentLoad load, int more)
    {
        var wanted = load.Count + more;
        Assert.True(await Eventually.Ask(() => Task.FromResult(load.Count), count => count >= wanted, Scenario.Patience) >= wanted);
    }
}
