using System.Diagnostics;

namespace ECommerce.Cluster.Tests;

/// <summary>No silo is left: frontends live, say that they are not ready, and serve again when silos come.</summary>
/// <remarks>
/// A cluster of its own. Silos that start again at their addresses before anybody found them dead connect to each other by the names
/// of the dead. Ten seconds later Orleans closes the connections to the dead, and with them loses what is on the wire: a call of the
/// next test would fail.
/// </remarks>
[Collection(OneCluster.Name)]
public sealed class Cluster_away(ITestOutputHelper output)
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Frontends_wait_for_silos_also_when_they_were_there_first()
    {
        await using var deployment = await Deployment.StartCluster(new ShopSettings { SigningKey = true });
        var (old, fresh) = (deployment.Frontends[0], deployment.Frontends[1]);
        var user = await deployment.Shop().NewUser(balance: 5_000);
        var key = Some.Key();

        deployment.Silos[0].Kill();
        deployment.Silos[1].Kill();
        await fresh.Stop();
        fresh.Launch();

        foreach (var frontend in (ShopProcess[])[old, fresh])
        {
            var shop = new Shop([frontend.Http], signed: true);
            var live = await Eventually.Ask(() => Ask(frontend, "/livez"), answer => answer.Status == 200 && answer.Took < Soon, Answer);
            var ready = await Ask(frontend, "/readyz");
            var clock = Stopwatch.StartNew();
            var charge = await (await shop.User(user.Id)).Charge(3_000, key);

            output.WriteLine($"livez {live.Status} after {live.Took.TotalMilliseconds:0} ms, readyz {ready.Status} after {ready.Took.TotalMilliseconds:0} ms, a charge {charge.Status} after {clock.ElapsedMilliseconds} ms.");
            Assert.Equal((200, 503), (live.Status, ready.Status));
            Assert.True(live.Took < Soon && ready.Took < Probe && clock.Elapsed < Answer);
            Assert.True(int.Parse(charge.Expect(503, "unavailable").Header("Retry-After")!) > 0);
        }

        await Task.WhenAll(deployment.Silos.Select(silo => silo.Start()));
        foreach (var frontend in deployment.Frontends)
        {
            Assert.Equal(200, (await Eventually.Ask(() => Ask(frontend, "/readyz"), answer => answer.Status == 200, Recovery)).Status);
        }

        (await Eventually.Ask(() => user.Charge(3_000, key), answer => answer.IsSuccess, Recovery)).Expect(201);
        Assert.Equal(8_000, await user.Balance());
        await deployment.Shop().BooksAreRight();
    }

    private static async Task<(int Status, TimeSpan Took)> Ask(ShopProcess frontend, string path)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var answer = await frontend.Http.GetAsync(path);
            return ((int)answer.StatusCode, clock.Elapsed);
        }
        catch (HttpRequestException)
        {
            return (0, clock.Elapsed);
        }
    }
}
