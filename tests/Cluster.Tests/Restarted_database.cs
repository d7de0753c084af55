namespace ECommerce.Cluster.Tests;

/// <summary>PostgreSQL stops and starts under load: callers are told to come again, and nothing is lost.</summary>
[Collection(OneCluster.Name)]
public sealed class Restarted_database(ITestOutputHelper output)
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task While_it_is_away_calls_are_answered_503_and_then_all_is_well()
    {
        PostgresServer.RequirePostgres();
        await using var server = await PostgresServer.StartPrivate(durable: true);
        Assert.SkipWhen(server is null, "TEST_POSTGRES names a server that is not ours to stop.");
        await using var deployment = await Deployment.StartCluster(new ShopSettings { SigningKey = true, Postgres = await server.NewDatabase() });
        await using var load = await ContinuousLoad.Start(deployment, seed: 41);
        var (ready, live) = (0, 0);

        var impact = await load.ImpactOf(async () =>
        {
            await server.Stop();
            ready = (await Eventually.Ask(() => load.Shop.Anonymous.Get("/readyz"), answer => answer.Status == 503, Recovery)).Status;
            live = (await load.Shop.Anonymous.Get("/livez")).Status;
            await server.Start();
        });

        output.WriteLine($"PostgreSQL was restarted: {impact}");
        Assert.Equal((503, 200), (ready, live));
        Assert.All(load.Journal.Operations.Where(call => call.Acknowledged is null), call => Assert.StartsWith("503", call.Failure));
        output.WriteLine(await load.StopAndVerify());
    }
}
