using System.Collections.Concurrent;
using System.Diagnostics;

namespace ECommerce.Load;

/// <summary>Users who place an order and pay it, again and again.</summary>
internal sealed class Payers(Shop shop)
{
    private readonly List<Caller> _users = [];
    private Product _product = Some.Product() with { Stock = 100_000_000, Price = 1 };

    public async Task Prepare(int users)
    {
        _product = await shop.Sells(_product);
        _users.AddRange(await shop.NewUsers(users, balance: 10_000_000));
    }

    public Task<double> PayOnce() => Pay(_users[0]);

    /// <summary>All at once, for so long, as fast as they are answered or at a rate. The time of each payment's answer in milliseconds.</summary>
    public async Task<(double PerSecond, IReadOnlyList<double> Latencies)> Run(TimeSpan length, double? perSecond = null)
    {
        var clock = Stopwatch.StartNew();
        var latencies = new ConcurrentBag<double>();
        var begun = 0;
        await Task.WhenAll(_users.Select(async user =>
        {
            while (clock.Elapsed < length)
            {
                if (perSecond is { } rate && TimeSpan.FromSeconds(Interlocked.Increment(ref begun) / rate) - clock.Elapsed is var early && early > TimeSpan.Zero)
                {
                    await Task.Delay(early);
                }

                latencies.Add(await Pay(user));
            }
        }));
        return (latencies.Count / clock.Elapsed.TotalSeconds, [.. latencies]);
    }

    private async Task<double> Pay(Caller user)
    {
        var order = await user.Ordered(_product.Sku, 1);
        var start = Stopwatch.GetTimestamp();
        (await user.Pay(order)).Expect(200);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
