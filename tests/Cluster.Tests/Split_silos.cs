namespace ECommerce.Cluster.Tests;

/// <summary>
/// Silos that cannot reach each other, while both reach Redis, PostgreSQL and the frontends. One of them is voted dead by the
/// other and ends itself; as an orchestrator would, the test starts it again until it can join.
/// </summary>
[Collection(OneCluster.Name)]
public sealed class Split_silos(ITestOutputHelper output)
{
    [Fact]
    public async Task Cut_off_from_each_other_and_healed_they_have_done_nothing_wrong_and_lost_nothing()
    {
        SplitNetwork.Require();
        PostgresServer.RequirePostgres();
        await using var network = await SplitNetwork.Make();
        await using var server = await PostgresServer.StartPrivate(durable: true, SplitNetwork.Here);
        Assert.SkipWhen(server is null, "PostgreSQL's own programs are needed: the one that TEST_POSTGRES names is not on this network.");
        await using var deployment = await Deployment.StartCluster(
            new ShopSettings { SigningKey = true, Postgres = await server.NewDatabase() },
            redisAddress: SplitNetwork.Here,
            silos: [settings => SplitNetwork.Place(settings, 0), settings => SplitNetwork.Place(settings, 1)]);
        await using var load = await ContinuousLoad.Start(deployment, seed: 43);
        using var healed = new CancellationTokenSource();
        var restarting = Restart(deployment, healed.Token);

        var split = await load.ImpactOf(async () =>
        {
            await network.Cut(off: true);
            await Task.Delay(Durations.Outage);
            await network.Cut(off: false);
            await Eventually.Ask(() => Membership.Of(deployment), now => now.Active == 2, TimeSpan.FromSeconds(60));
        });
        await healed.CancelAsync();
        var restarts = await restarting;

        output.WriteLine($"Silos were cut off from each other for {Durations.Outage.TotalSeconds} s, and started again {restarts} times: {split}");
        Assert.Equal(2, (await Membership.Of(deployment)).Active);
        Assert.InRange(restarts, 1, int.MaxValue);
        output.WriteLine(await load.StopAndVerify());
    }

    /// <summary>Starts silos that ended, as often as it takes. Returns how often.</summary>
    private static async Task<int> Restart(Deployment deployment, CancellationToken healed)
    {
        var restarts = 0;
        while (!healed.IsCancellationRequested)
        {
            foreach (var silo in deployment.Silos.Where(silo => silo.HasExited))
            {
                restarts++;
                silo.Launch();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        }

        return restarts;
    }
}
