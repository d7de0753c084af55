namespace ECommerce.ShopTests.Cluster;

/// <summary>An upgrade: every process is asked to stop, and is started again, one after the other.</summary>
public sealed class Rolled_cluster(ITestOutputHelper output)
{
    [Fact]
    public async Task Silos_stop_and_start_one_after_the_other_and_no_call_fails()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { SigningKey = true });
        await using var load = await Underway.Start(deployment, seed: 17);

        foreach (var silo in deployment.Silos)
        {
            var stopped = await load.Feel(async () => Assert.Equal(0, await silo.Stop()));
            output.WriteLine($"Stopped: {stopped}");
            var joined = await load.Feel(silo.Start);
            output.WriteLine($"Joined: {joined}");
        }

        output.WriteLine(await load.EndsWell());
    }
}
