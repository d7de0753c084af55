namespace ECommerce.Cluster.Tests;

/// <summary>An upgrade, and one silo more: whoever is asked to stop finishes and hands over, whoever comes takes its part.</summary>
[Collection(OneCluster.Name)]
public sealed class Rolled_cluster(RunningCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Processes_stop_and_start_one_after_the_other_and_no_call_fails()
    {
        var deployment = await cluster.Whole();
        await using var load = await ContinuousLoad.Start(deployment, seed: 17);

        foreach (var silo in deployment.Silos)
        {
            IsSmooth("A silo stopped", await load.ImpactOf(async () => Assert.Equal(0, await silo.Stop())));
            IsSmooth("It joined again", await load.ImpactOf(silo.Start));
        }

        foreach (var frontend in deployment.Frontends)
        {
            IsSmooth("A frontend stopped and started", await load.ImpactOf(async () =>
            {
                // As the proxy before them does.
                load.Shop.AskOnly([.. deployment.Frontends.Where(other => other != frontend).Select(other => other.Http)]);
                Assert.Equal(0, await frontend.Stop());
                await frontend.Start();
                load.Shop.AskOnly([.. deployment.Frontends.Select(each => each.Http)]);
            }));
        }

        output.WriteLine(await load.StopAndVerify());
    }

    [Fact]
    public async Task A_third_silo_joins_and_leaves_under_load_and_no_call_fails()
    {
        var deployment = await cluster.Whole();
        await using var load = await ContinuousLoad.Start(deployment, seed: 18);
        ShopProcess third = null!;

        IsSmooth("A third silo joined", await load.ImpactOf(async () => third = await deployment.AddSilo()));
        Assert.Equal(3, (await Membership.Of(deployment)).Active);
        IsSmooth("It left", await load.ImpactOf(() => deployment.RemoveSilo(third)));

        Assert.Equal(2, (await Membership.Of(deployment)).Active);
        output.WriteLine(await load.StopAndVerify());
    }

    private void IsSmooth(string what, Impact impact)
    {
        output.WriteLine($"{what}: {impact}");
        Assert.True(impact.Failed == 0, $"{what}: {impact}");
    }
}
