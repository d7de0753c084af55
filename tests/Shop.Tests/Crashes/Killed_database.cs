namespace ECommerce.ShopTests.Crashes;

/// <summary>kill -9 of PostgreSQL under load: the shop says so, lives on, and recovers with nothing lost.</summary>
public sealed class Killed_database(ITestOutputHelper output)
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task With_the_database_away_it_answers_503_and_then_recovers()
    {
        PostgresServer.RequirePostgres();
        await using var server = await PostgresServer.StartPrivate(durable: true);
        if (server is null)
        {
            Assert.Skip("TEST_POSTGRES names a server that is not ours to kill.");
        }

        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, Postgres = await server.NewDatabase() });
        var shop = new Shop([process.Http], signed: true);
        var load = new MixedLoad(shop, seed: 7);
        await load.Prepare();
        var user = await shop.NewUser(balance: 5_000);
        var key = Some.Key();

        var campaign = await load.Campaign();
        using var stop = new CancellationTokenSource();
        var shopping = load.Run(campaign, round: 0, stop.Token);
        await Task.Delay(700);
        await server.Kill();
        var away = await Eventually.Ask(() => user.Charge(3_000, key), answer => answer.Status == 503, Recovery);
        var ready = await Eventually.Ask(() => shop.Anonymous.Get("/readyz"), answer => answer.Status == 503, Recovery);
        var live = await shop.Anonymous.Get("/livez");
        await stop.CancelAsync();
        await shopping;
        await server.Start();

        away.Expect(503, "unavailable");
        Assert.True(int.Parse(away.Header("Retry-After")!) > 0);
        ready.Expect(503);
        live.Expect(200);
        (await Eventually.Ask(() => shop.Anonymous.Get("/readyz"), answer => answer.Status == 200, Recovery)).Expect(200);
        (await Eventually.Ask(() => user.Charge(3_000, key), answer => answer.IsSuccess, Recovery)).Expect(201);
        Assert.Equal(8_000, await user.Balance());
        await Invariants.NothingAcknowledgedIsLost(load.Journal);
        await Invariants.RepeatsAnswerAsBefore(load.Journal);
        await Invariants.EveryPaymentIsPublished(shop, load.Journal, process.PaymentsFile);
        await shop.BooksAreRight();
        output.WriteLine(Report.Of(load.Journal));
    }
}
