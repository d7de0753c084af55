namespace ECommerce.Cluster.Tests;

/// <summary>A machine that is full for a while is not a machine that is gone.</summary>
[Collection(OneCluster.Name)]
public sealed class Busy_machine(RunningCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task With_every_core_busy_no_silo_is_suspected_or_found_dead()
    {
        var deployment = await cluster.Whole();
        await using var load = await ContinuousLoad.Start(deployment, seed: 37);
        var before = await Membership.Of(deployment);
        using var stop = new CancellationTokenSource();
        var burners = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() => Burn(stop.Token)) { IsBackground = true }).ToList();
        burners.ForEach(burner => burner.Start());

        var impact = await load.ImpactOf(() => Task.Delay(Durations.Busy));
        await stop.CancelAsync();
        burners.ForEach(burner => burner.Join());

        output.WriteLine($"Every core was busy for {Durations.Busy.TotalSeconds} s: {impact}");
        Assert.Equal(before, await Membership.Of(deployment));
        Assert.Equal(0, impact.Failed);
        output.WriteLine(await load.StopAndVerify());
    }

    private static void Burn(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Thread.SpinWait(1_000);
        }
    }
}
