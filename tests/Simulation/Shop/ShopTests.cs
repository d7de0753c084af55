using System.Globalization;

namespace ECommerce.Simulation.Shop;

/// <summary>
/// The shop's own grains under seeded faults. A failure names its seed; with <c>SIMULATION_SEED</c> set to it, only that
/// seed is run, and its steps are written out.
/// </summary>
public sealed class ShopTests(ITestOutputHelper output)
{
    private const int Seeds = 200;

    private static readonly string? OnlySeed = Environment.GetEnvironmentVariable("SIMULATION_SEED");

    [Fact]
    public void The_books_are_right_and_hold_what_was_acknowledged_whatever_the_seed()
    {
        if (OnlySeed is not null)
        {
            Run(int.Parse(OnlySeed, CultureInfo.InvariantCulture));
            return;
        }

        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (what, count) in Enumerable.Range(0, Seeds).SelectMany(seed => Run(seed).Counts))
        {
            counts[what] = counts.GetValueOrDefault(what) + count;
        }

        output.WriteLine(string.Join('\n', counts.Select(count => $"{count.Key}: {count.Value}")));
        string[] expected =
        [
            "activation dropped", "answer doubled", "answer late", "answer lost", "call doubled", "call late", "call lost", "call refused",
            "coupon", "payment", "refund", "refund in part", "cancelled unpaid", nameof(OrderRefusal.NotRefundable), nameof(OrderRefusal.NotPayable), nameof(OrderRefusal.CouponUsed), nameof(OrderRefusal.InsufficientBalance), nameof(OrderRefusal.SoldOut),
        ];
        Assert.DoesNotContain(expected, what => counts.GetValueOrDefault(what) == 0);
    }

    [Fact]
    public void A_seed_replays_step_by_step() => Assert.All(Enumerable.Range(0, 5), seed => Assert.Equal(TraceOf(seed), TraceOf(seed)));

    [Fact]
    public void Each_seed_is_another_story() =>
        Assert.Equal(5, Enumerable.Range(0, 5).Select(seed => string.Join('\n', TraceOf(seed))).Distinct().Count());

    private ShopRun Run(int seed)
    {
        var run = new ShopRun(seed);
        try
        {
            run.Run();
            return run;
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Seed {seed} fails. SIMULATION_SEED={seed} replays it.", failure);
        }
        finally
        {
            if (OnlySeed is not null)
            {
                output.WriteLine(string.Join('\n', run.Trace));
            }
        }
    }

    private static IReadOnlyList<string> TraceOf(int seed)
    {
        var run = new ShopRun(seed);
        run.Run();
        return run.Trace;
    }
}
