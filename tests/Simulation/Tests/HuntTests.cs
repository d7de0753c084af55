using ECommerce.Simulation.Hunting;
using ECommerce.Simulation.Planting;
using Fault = ECommerce.Simulation.Hunting.Fault;

namespace ECommerce.Simulation.Tests;

/// <summary>The hunt itself. A failing seed is reported with its shortest story and the command that replays it.</summary>
public sealed class HuntTests(ITestOutputHelper output)
{
    private const int Seeds = 10_000;

    // What the stories must have met, so that an order of turns that nothing happens in does not pass for a proof.
    private static readonly string[] Met =
    [
        .. Enum.GetNames<Fault>().Except([nameof(Fault.None), nameof(Fault.All), nameof(Fault.TwoHosts)]),
        nameof(OrderRefusal.AlreadyPaid), nameof(OrderRefusal.CartEmpty), nameof(OrderRefusal.CouponExpired), nameof(OrderRefusal.CouponNotApplicable),
        nameof(OrderRefusal.CouponNotFound), nameof(OrderRefusal.CouponUsed), nameof(OrderRefusal.Expired), nameof(OrderRefusal.IdempotencyKeyReused),
        nameof(OrderRefusal.InsufficientBalance), nameof(OrderRefusal.NotPayable), nameof(OrderRefusal.NotRefundable), nameof(OrderRefusal.PriceChanged),
        nameof(OrderRefusal.SoldOut), nameof(OrderRefusal.UnknownOrder), nameof(OrderRefusal.UnknownSku), nameof(CampaignRefusal.AlreadyIssued),
        nameof(CampaignRefusal.NotOpen), nameof(CampaignRefusal.QuantityBelowIssued), nameof(ProductRefusal.NegativeStock),
        "adjustment", "bought", "cancelled unpaid", "cart", "charge", "clock jumped", "coupon", "coupon given", "given up", "order", "payment", "refund",
        "refund in part", "restart", "stock moved",
    ];

    [Fact]
    public void In_ten_thousand_stories_every_commit_every_answer_and_every_end_is_right()
    {
        var (seeds, failures, counts) = HuntCommand.Over(0, Seeds);

        output.WriteLine(string.Join('\n', counts.Select(count => $"{count.Value,12:N0} {count.Key}")));
        Assert.True(failures.Count == 0, failures.Count == 0 ? "" : HuntCommand.Report(failures[0]));
        Assert.Equal(Seeds, seeds);
        Assert.DoesNotContain(Met, what => counts.GetValueOrDefault(what) == 0);
    }

    [Fact]
    public void A_seed_tells_the_same_story_step_by_step() => Assert.All(Enumerable.Range(0, 10), seed => Assert.Equal(TraceOf(seed), TraceOf(seed)));

    [Fact]
    public void Each_seed_tells_another_story() =>
        Assert.Equal(5, Enumerable.Range(0, 5).Select(seed => string.Join('\n', TraceOf(seed))).Distinct().Count());

    [Fact]
    public void A_story_is_read_from_the_text_that_names_it()
    {
        var story = Story.Of(7);
        var shorter = story.Keep([1, 3]) with { Faults = Fault.TwoHosts | Fault.CallLost, Order = 70 };

        Assert.Equal("7", story.ToString());
        Assert.Equal(shorter.ToString(), Story.Parse(shorter.ToString()).ToString());
        Assert.Equal([1, 3], Story.Parse(shorter.ToString()).Deeds.Select(deed => deed.Number));
    }

    [Fact]
    public void A_story_that_fails_is_told_shorter_and_the_shorter_one_fails_each_time_it_is_replayed()
    {
        var shop = PlantedShop.With(PlantedFaults.All.Single(fault => fault.Name == "the same key charges another amount"));
        var seed = int.Parse(shop.First(0, 1_000)!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

        var shortest = shop.Shortest(seed);

        Assert.True(Story.Of(seed).Deeds.Count > Story.Parse(shortest).Deeds.Count);
        Assert.NotNull(shop.Violation(shortest));
        Assert.Equal(shop.Violation(shortest), shop.Violation(shortest));
    }

    private static IReadOnlyList<string> TraceOf(int seed) => Hunt.Run(Story.Of(seed), isTold: true).Trace;
}
