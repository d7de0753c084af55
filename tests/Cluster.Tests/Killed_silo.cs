using System.Diagnostics;

namespace ECommerce.Cluster.Tests;

/// <summary>SIGKILL of a silo in the middle of everything.</summary>
[Collection(OneCluster.Name)]
public sealed class Killed_silo(RunningCluster cluster, ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task All_calls_succeed_again_within_ten_seconds_of_a_kill()
    {
        var deployment = await cluster.Whole();
        await using var load = await ContinuousLoad.Start(deployment, seed: 31);

        for (var kill = 0; kill < Durations.Kills; kill++)
        {
            var silo = deployment.Silos[kill % deployment.Silos.Count];
            var deadBefore = (await Membership.Of(deployment)).Dead;
            var found = TimeSpan.Zero;
            var impact = await load.ImpactOf(async () =>
            {
                var killed = Stopwatch.GetTimestamp();
                silo.Kill();
                Assert.Equal(deadBefore + 1, (await Membership.WaitForDead(deployment, deadBefore + 1, Bound)).Dead);
                found = Stopwatch.GetElapsedTime(killed);
            });
            output.WriteLine($"Found dead after {found.TotalSeconds:0.00} s. {impact}");
            Assert.True(impact.LastFailure < Bound && impact.Slowest < Bound, $"Impact for too long: {impact}");
            await silo.Start();
        }

        output.WriteLine(await load.StopAndVerify());
    }
}
