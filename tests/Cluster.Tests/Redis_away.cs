namespace ECommerce.Cluster.Tests;

/// <summary>Redis is gone, or does not answer: who is in the cluster stays in, nobody comes or goes until it is back.</summary>
[Collection(OneCluster.Name)]
public sealed class Redis_away(RunningCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task A_running_cluster_serves_on_and_takes_a_silo_when_Redis_is_back()
    {
        var deployment = await cluster.Whole();
        await using var load = await ContinuousLoad.Start(deployment, seed: 29);
        var before = await Membership.Of(deployment);

        var impact = await load.ImpactOf(async () =>
        {
            deployment.Redis!.Stop();
            await Task.Delay(Durations.Outage);
            await deployment.Redis.Start();
        });
        var after = await Membership.Of(deployment);
        var third = await deployment.AddSilo();
        var grown = await Membership.Of(deployment);
        await deployment.RemoveSilo(third);

        output.WriteLine($"Redis was away for {Durations.Outage.TotalSeconds} s: {impact}");
        Assert.Equal(0, impact.Failed);
        Assert.Equal(before, after);
        Assert.Equal(before.Active + 1, grown.Active);
        output.WriteLine(await load.StopAndVerify());
    }

    [Fact]
    public async Task A_running_cluster_serves_on_while_Redis_is_frozen()
    {
        var deployment = await cluster.Whole();
        await using var load = await ContinuousLoad.Start(deployment, seed: 30);
        var before = await Membership.Of(deployment);

        var impact = await load.ImpactOf(async () =>
        {
            await using (await Frozen.Process(deployment.Redis!.Id))
            {
                await Task.Delay(Durations.Outage);
            }
        });

        output.WriteLine($"Redis was frozen for {Durations.Outage.TotalSeconds} s: {impact}");
        Assert.Equal(0, impact.Failed);
        Assert.Equal(before, await Membership.Of(deployment));
        output.WriteLine(await load.StopAndVerify());
    }
}
