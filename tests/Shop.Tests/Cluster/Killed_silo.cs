using System.Diagnostics;

namespace ECommerce.ShopTests.Cluster;

/// <summary>SIGKILL of a silo in the middle of everything.</summary>
[Collection(OneCluster.Name)]
public sealed class Killed_silo(RunningCluster cluster, ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task All_calls_succeed_again_within_ten_seconds_of_a_kill()
    {
        var deployment = await cluster.Whole();
        await using var load = await Underway.Start(deployment, seed: 31);

        for (var kill = 0; kill < Lengths.Kills; kill++)
        {
            var silo = deployment.Silos[kill % deployment.Silos.Count];
            var deadBefore = (await Membership.Of(deployment)).Dead;
            var found = TimeSpan.Zero;
            var felt = await load.Feel(async () =>
            {
                var killed = Stopwatch.GetTimestamp();
                silo.Kill();
                Assert.Equal(deadBefore + 1, (await Membership.Buries(deployment, deadBefore + 1, Bound)).Dead);
                found = Stopwatch.GetElapsedTime(killed);
            });
            output.WriteLine($"Found dead after {found.TotalSeconds:0.00} s. {felt}");
            Assert.True(felt.LastTold < Bound && felt.Slowest < Bound, $"Felt for too long: {felt}");
            await silo.Start();
        }

        output.WriteLine(await load.EndsWell());
    }
}
