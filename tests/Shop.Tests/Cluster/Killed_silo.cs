using System.Diagnostics;

namespace ECommerce.ShopTests.Cluster;

/// <summary>SIGKILL of a silo in the middle of everything.</summary>
public sealed class Killed_silo(ITestOutputHelper output)
{
    private const int Kills = 5;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_silo_is_killed_five_times_and_all_calls_succeed_again_within_ten_seconds()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { SigningKey = true });
        await using var load = await Underway.Start(deployment, seed: 31);

        var recovered = new List<TimeSpan>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var silo = deployment.Silos[kill % deployment.Silos.Count];
            var clock = new Stopwatch();
            var felt = await load.Feel(async () =>
            {
                clock.Start();
                silo.Kill();
                await Membership.Buries(deployment, dead: kill + 1, Bound);
                clock.Stop();
            });
            output.WriteLine($"Found dead after {clock.Elapsed.TotalSeconds:0.00} s. {felt}");
            recovered.Add(felt.Recovered);
            await silo.Start();
        }

        output.WriteLine(await load.EndsWell());
        Assert.All(recovered, time => Assert.True(time < Bound, $"All calls succeeded again only after {time}"));
    }
}
