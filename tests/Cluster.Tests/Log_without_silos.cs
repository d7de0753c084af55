namespace ECommerce.Cluster.Tests;

/// <summary>Frontends whose silos are gone fail every call, and must not fill the disk with what the first line said.</summary>
[Collection(OneCluster.Name)]
public sealed class Log_without_silos(ITestOutputHelper output)
{
    private const int Calls = 600;

    // What is tried in the background leaves a line a second or so. Without a bound each call leaves many.
    private const int MostEntries = Calls / 2;

    [Fact]
    public async Task Calls_without_silos_leave_far_fewer_entries_than_there_are_calls()
    {
        await using var deployment = await Deployment.StartCluster(new ShopSettings { SigningKey = true });
        var frontend = deployment.Frontends[0];
        var user = await new Shop([frontend.Http], signed: true).NewUser(balance: 1_000);
        var before = frontend.Log.Length;
        deployment.Silos[0].Kill();
        deployment.Silos[1].Kill();

        await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = 200 }, async (_, _) => (await user.Wallet()).Expect(503, "unavailable"));

        var entries = frontend.Log[before..].Split('\n').Where(line => line.StartsWith("warn:") || line.StartsWith("fail:")).ToList();
        output.WriteLine($"{Calls} calls left {entries.Count} entries:\n{string.Join('\n', entries.CountBy(line => line))}");
        Assert.InRange(entries.Count, 1, MostEntries);
        Assert.Contains("A dependency is away: ", frontend.Log[before..]);
    }
}
