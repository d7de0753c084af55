namespace ECommerce.ShopTests.Crashes;

/// <summary>A process that publishes payments is killed, or can do so no more: whoever is left goes on where it stopped.</summary>
public sealed class Killed_forwarder(ITestOutputHelper output)
{
    // A lease, a renewal of the one that takes over, or the rest of one that stepped aside, and a busy machine.
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(40);

    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("CRASH_SEED"), out var seed) ? seed : 20_261_124;

    [Fact]
    public async Task The_other_process_takes_over_all_partitions_and_nothing_is_lost_or_out_of_order()
    {
        PostgresServer.RequirePostgres();
        using var directory = new TempDirectory();
        var settings = new ShopSettings
        {
            SigningKey = true,
            Postgres = await PostgresServer.CreateDatabase(),
            PaymentsFile = directory.File("payments.jsonl"),
        };
        await using var killed = await ShopProcess.Start(settings);
        await using var left = await ShopProcess.Start(settings);
        var both = new Shop([killed.Http, left.Http], signed: true);
        var load = new MixedLoad(both, Seed);
        await load.Prepare();
        Assert.Equal([8, 8], await Shares(both, shares => shares is [8, 8]));

        using (var stop = new CancellationTokenSource())
        {
            var shopping = load.Run(await load.Campaign(), round: 0, stop.Token);
            await Task.Delay(new Random(Seed).Next(500, 1_500));
            killed.Kill();
            await stop.CancelAsync();
            await shopping;
        }

        var rest = new Shop([left.Http], signed: true);
        var more = new MixedLoad(rest, Seed);
        await more.Prepare();
        using (var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
        {
            await more.Run(await more.Campaign(), round: 1, stop.Token);
        }

        Assert.Equal([16], await Shares(rest, shares => shares is [16]));
        await Invariants.EveryPaymentIsPublished(rest, load.Journal, settings.PaymentsFile);
        await Invariants.EveryPaymentIsPublished(rest, more.Journal, settings.PaymentsFile);
        await Invariants.EventsOfAUserAreInOrder(settings.PaymentsFile);
        await rest.BooksAreRight();
        output.WriteLine($"seed {Seed}; {Report.Of(load.Journal)}; then {Report.Of(more.Journal)}");
    }

    [Fact]
    public async Task The_other_process_takes_over_from_one_that_lives_and_cannot_write()
    {
        PostgresServer.RequirePostgres();
        var settings = new ShopSettings { SigningKey = true, Postgres = await PostgresServer.CreateDatabase() };
        await using var well = await ShopProcess.Start(settings);
        await using var sick = await ShopProcess.Start(settings);
        var both = new Shop([well.Http, sick.Http], signed: true);
        var load = new PaymentLoad(both);
        await load.Prepare();
        Assert.Equal([8, 8], await Shares(both, shares => shares is [8, 8]));

        File.Delete(sick.PaymentsFile);
        Directory.CreateDirectory(sick.PaymentsFile);
        var users = await load.Users(64);
        await load.Run(users, each: 2, atOnce: 8);
        Assert.Equal(0, (await both.DrainedStream(HandOver)).Number("pending"));
        var published = await PaymentEvents.Read(well.PaymentsFile);
        Assert.Equal(load.Paid.Values.SelectMany(orders => orders).Order(), published.Select(e => e.Text("subject")).Distinct().Order());

        Directory.Delete(sick.PaymentsFile);
        Assert.Equal([8, 8], await Shares(both, shares => shares is [8, 8]));
        await both.BooksAreRight();
    }

    // How many partitions each process that publishes has.
    private static async Task<IReadOnlyList<int>> Shares(Shop shop, Func<IReadOnlyList<int>, bool> enough)
    {
        var admin = await shop.Admin();
        return await Eventually.Ask(
            async () =>
            {
                var stream = (await admin.Get("/v1/admin/payment-stream")).Expect(200);
                return (IReadOnlyList<int>)
                [
                    .. stream["partitions"].EnumerateArray()
                        .Where(partition => partition.TryGetProperty("owner", out _))
                        .GroupBy(partition => partition.Text("owner"))
                        .Select(partitions => partitions.Count()),
                ];
            },
            enough,
            HandOver);
    }
}
