using System.Diagnostics;

namespace ECommerce.Cluster.Tests;

/// <summary>SIGSTOP of a silo: its connections stay, nothing answers, and when it goes on it does not know that it was away.</summary>
[Collection(OneCluster.Name)]
public sealed class Frozen_silo(RunningCluster cluster, ITestOutputHelper output)
{
    /// <summary>Found dead after 4 s and missed by frontends after 5 s, on a machine with time for it; the rest is for a busy one.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>A call that it took along waits for the response time before it is repeated or refused.</summary>
    private static readonly TimeSpan Wait = Bound + TimeSpan.FromSeconds(5);

    private static readonly TimeSpan End = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Calls_succeed_again_soon_and_the_silo_ends_itself_when_it_goes_on()
    {
        var deployment = await cluster.Whole();
        await using var load = await ContinuousLoad.Start(deployment, seed: 47);

        for (var round = 0; round < Durations.Kills; round++)
        {
            var silo = deployment.Silos[round % deployment.Silos.Count];
            var deadBefore = (await Membership.Of(deployment)).Dead;
            var found = TimeSpan.Zero;
            var stopped = default(IAsyncDisposable);
            var frozen = await load.ImpactOf(async () =>
            {
                var began = Stopwatch.GetTimestamp();
                stopped = await Frozen.Process(silo.Id);
                Assert.Equal(deadBefore + 1, (await Membership.WaitForDead(deployment, deadBefore + 1, End)).Dead);
                found = Stopwatch.GetElapsedTime(began);
            });
            var thawed = await load.ImpactOf(async () =>
            {
                await stopped!.DisposeAsync();
                Assert.NotEqual(0, await silo.Exit(End) ?? 0);
            });

            output.WriteLine($"Frozen, found dead after {found.TotalSeconds:0.00} s: {frozen}");
            output.WriteLine($"Thawed: {thawed}");
            Assert.True(found < Bound && frozen.Recovered < Bound, $"Missed too late, found dead after {found}: {frozen}");
            Assert.True(frozen.LastFailure < Wait && frozen.Slowest < Wait, $"Calls waited too long: {frozen}");
            Assert.True(thawed.Failed == 0, $"A silo that the others gave up did harm: {thawed}");
            await silo.Start();
        }

        output.WriteLine(await load.StopAndVerify());
    }
}
