namespace ECommerce.Cluster.Tests;

/// <summary>A silo that is full says so at once, before its queues grow.</summary>
[Collection(OneCluster.Name)]
public sealed class Full_silo(ITestOutputHelper output)
{
    private const int Callers = 64;

    // In percent of all processors. A silo that starts uses more, and the runtime's smoothed figure forgets that slowly: at ten it took two minutes
    // on a busy machine, in which no frontend came in. One that shares two processors with all who call it uses more than a fifth of them.
    private const int Threshold = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Calls_over_the_threshold_are_refused_as_overloaded_and_what_was_acknowledged_stays()
    {
        await using var deployment = await Deployment.StartCluster(new ShopSettings
        {
            SigningKey = true,
            More = new Dictionary<string, string> { ["Orleans__LoadShedding__LoadSheddingEnabled"] = "true", ["Orleans__LoadShedding__CpuThreshold"] = $"{Threshold}" },
        }, frontends: 1, silos: [one => one]);
        var shop = deployment.Shop();
        using var stop = new CancellationTokenSource(Patience);
        var refused = new TaskCompletionSource<Answer>();

        var balances = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Charge(shop, refused, stop)));
        var answer = await refused.Task.WaitAsync(Patience);

        Assert.True(int.Parse(answer.Expect(503, "overloaded").Header("Retry-After")!) > 0);
        foreach (var (user, acknowledged) in balances)
        {
            Assert.Equal(acknowledged, await Eventually.Ask(() => Balance(user), balance => balance is not null, Patience));
        }

        output.WriteLine($"{balances.Sum(user => user.Acknowledged) / 1_000} charges were acknowledged before the first refusal.");
    }

    private static async Task<(Caller User, long Acknowledged)> Charge(Shop shop, TaskCompletionSource<Answer> refused, CancellationTokenSource stop)
    {
        var user = await shop.NewUser();
        var acknowledged = 0L;
        while (!stop.IsCancellationRequested)
        {
            var answer = await user.Charge(1_000);
            if (answer.IsSuccess)
            {
                acknowledged += 1_000;
            }
            else
            {
                refused.TrySetResult(answer);
                await stop.CancelAsync();
            }
        }

        return (user, acknowledged);
    }

    private static async Task<long?> Balance(Caller user)
    {
        var wallet = await user.Wallet();
        return wallet.IsSuccess ? wallet.Number("balance") : null;
    }
}
