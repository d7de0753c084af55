namespace ECommerce.Cluster.Tests;

/// <summary>SIGKILL of a frontend: it kept nothing, so nothing is missed but what was on the wire.</summary>
[Collection(OneCluster.Name)]
public sealed class Killed_frontend(RunningCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Calls_through_it_break_at_the_connection_and_the_other_serves_on()
    {
        var deployment = await cluster.Whole();
        await using var load = await ContinuousLoad.Start(deployment, seed: 23);
        var (killed, other) = (deployment.Frontends[0], deployment.Frontends[1]);

        var impact = await load.ImpactOf(async () =>
        {
            killed.Kill();
            await Task.Delay(TimeSpan.FromSeconds(1));
            load.Shop.AskOnly(other.Http);
        });
        await killed.Start();
        load.Shop.AskOnly(killed.Http, other.Http);

        output.WriteLine($"A frontend was killed: {impact}");
        Assert.InRange(impact.Failed, 1, impact.Calls - 1);
        Assert.All(load.Journal.Operations.Where(call => call.Acknowledged is null), call => Assert.False(char.IsDigit(call.Failure![0]), call.Failure));
        output.WriteLine(await load.StopAndVerify());
    }
}
