namespace ECommerce.ShopTests.Crashes;

/// <summary>SIGKILL in the middle of everything, three times over.</summary>
public sealed class Killed_process(ITestOutputHelper output)
{
    private const int Kills = 3;
    private const int Seed = 20_101_201;

    [Fact]
    public Task Killed_on_SQLite_it_loses_nothing_it_acknowledged() => Survives(new ShopSettings { SigningKey = true });

    [Fact]
    public async Task Killed_on_PostgreSQL_it_loses_nothing_it_acknowledged()
    {
        PostgresServer.RequirePostgres();
        await Survives(new ShopSettings { SigningKey = true, Postgres = await PostgresServer.CreateDatabase() });
    }

    private async Task Survives(ShopSettings settings)
    {
        await using var process = await ShopProcess.Start(settings);
        var shop = new Shop([process.Http], signed: true);
        var load = new MixedLoad(shop, Seed);
        await load.Prepare();
        var random = new Random(Seed);

        for (var round = 0; round < Kills; round++)
        {
            var campaign = await load.Campaign();
            using var stop = new CancellationTokenSource();
            var shopping = load.Run(campaign, round, stop.Token);
            // The moment is part of the test: anywhere in the first second and a half of load.
            await Task.Delay(random.Next(300, 1_500));
            process.Kill();
            await stop.CancelAsync();
            await shopping;
            await process.Start();
            await shop.BooksAreRight();
        }

        await Invariants.NothingAcknowledgedIsLost(load.Journal);
        await Invariants.RepeatsAnswerAsBefore(load.Journal);
        await Invariants.NothingAcknowledgedIsLost(load.Journal);
        await Invariants.EveryPaymentIsPublished(shop, load.Journal, process.PaymentsFile);
        await shop.BooksAreRight();
        output.WriteLine(Report.Of(load.Journal));
    }
}
