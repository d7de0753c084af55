using System.Collections.Concurrent;
using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Campaigns;

/// <summary>The waiting room of a shop in a process of its own.</summary>
public sealed class WaitingRoomTests(ITestOutputHelper output)
{
    private const int Callers = 5_000;
    private const int Quantity = 2_000;
    private const int PerSecond = 250;

    [Fact]
    public async Task Five_thousand_callers_come_in_at_the_rate_in_the_order_of_their_places_and_nobody_who_is_let_in_is_turned_away()
    {
        await using var deployment = await Deployment.Start(Settings(PerSecond, turnSeconds: 600) with { Admission = true });
        var shop = deployment.Shop();
        var campaign = await shop.Runs(Some.Campaign() with { Quantity = Quantity });
        var users = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => shop.User($"caller-{i}")));
        var places = new ConcurrentDictionary<string, long>();
        var turnedAway = new ConcurrentQueue<string>();
        var began = DateTimeOffset.UtcNow;

        var answers = await Task.WhenAll(users.Select(async user =>
        {
            var isDue = false;
            return await user.ClaimInTurn(campaign.Id, answer =>
            {
                if (answer.Place() is { } place)
                {
                    // The same place each time, and none that anybody else has.
                    Assert.Equal(place, places.GetOrAdd(user.Id, place));
                    isDue = answer.Number("expectedWaitSeconds") <= int.Parse(answer.Header("Retry-After")!) + 1;
                }
                else if (answer.Status == 503 && isDue)
                {
                    turnedAway.Enqueue(answer.ToString());
                }
            });
        }));

        var issued = users.Zip(answers).Where(it => it.Second.Status == 201)
            .Select(it => (At: it.Second.Time("issuedAt") - began, Place: places.GetValueOrDefault(it.First.Id))).OrderBy(it => it.At).ToList();
        Assert.Equal(Quantity, issued.Count);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => answer.Expect(409, "campaign_sold_out"));
        Assert.Empty(turnedAway);
        Assert.Equal(places.Count, places.Values.Distinct().Count());
        output.WriteLine($"{Quantity} coupons in {issued[^1].At.TotalSeconds:0.0} s; {places.Count} waited.");

        // A machine that is busy with other things brings callers late and never early, so this is what can be told of it: nobody comes in before
        // the turn of their place, and by no time have more come in than the rate allows. A room that was read again may be a second ahead. The
        // order within a moment, and that the rate is reached, the test of the grain tells.
        Assert.All(issued, it => Assert.True(it.At >= Soonest(it.Place), $"{it}"));
        Assert.All(issued.Index(), it => Assert.True(it.Item.At >= Soonest(it.Index + 1), $"{it.Index + 1} coupons by {it.Item.At}"));
        await shop.BooksAreRight();
    }

    [Fact]
    public async Task A_place_is_told_with_when_to_come_again_and_loading_again_keeps_it()
    {
        await using var deployment = await Deployment.Start(Settings(1) with { More = Settings(1).More.With(("Cors__Origins", "https://shop.example")) });
        var shop = deployment.Shop();
        var campaign = await shop.Runs(Some.Campaign());
        await Crowd(shop, campaign, 20);
        var user = await shop.NewUser();

        var first = (await user.Post($"/v1/campaigns/{campaign.Id}/claim", null, ("Origin", "https://shop.example"))).Expect(503, "overloaded");

        first.Json.HasShape("place:integer expectedWaitSeconds:integer ticket:text");
        Assert.Contains("Retry-After", first.Header("Access-Control-Expose-Headers"));
        Assert.InRange(int.Parse(first.Header("Retry-After")!), 2, 20);
        var without = (await user.Claim(campaign.Id)).Expect(503, "overloaded");
        var with = (await user.Claim(campaign.Id, first.Ticket())).Expect(503, "overloaded");
        Assert.Equal([first.Place(), first.Place()], new[] { without.Place(), with.Place() });
        Assert.True(with.Number("expectedWaitSeconds") <= first.Number("expectedWaitSeconds"));
        (await (await shop.NewUser()).Claim("no-such-campaign")).Expect(404, "unknown_campaign");
    }

    [Fact]
    public async Task A_queue_is_counted_as_one_and_not_as_too_much_load()
    {
        await using var deployment = await Deployment.Start(Settings(1));
        var shop = deployment.Shop();
        var campaign = await shop.Runs(Some.Campaign());
        using var live = await EventReader.Open(deployment.Frontends[0].Http, "/v1/admin/live", await shop.Admin());
        await live.Event(one => one.Data.TryGetProperty("frontend", out _));

        Assert.NotEmpty(await Crowd(shop, campaign, 20));

        var figures = await live.Event(one => one.Data.TryGetProperty("frontend", out var frontend) && Codes(frontend).Contains("waiting"));
        Assert.DoesNotContain("overloaded", Codes(figures.Data.GetProperty("frontend")));
    }

    [Fact]
    public async Task A_ticket_that_was_made_up_lent_or_is_of_another_campaign_counts_as_none()
    {
        await using var deployment = await Deployment.Start(Settings(1));
        var shop = deployment.Shop();
        var (campaign, another) = (await shop.Runs(Some.Campaign()), await shop.Runs(Some.Campaign()));
        var early = await shop.NewUser();
        await Crowd(shop, another, 10);
        var elsewhere = (await early.Claim(another.Id)).Expect(503, "overloaded").Ticket()!;
        await Crowd(shop, campaign, 10);
        var ticket = (await early.Claim(campaign.Id)).Expect(503, "overloaded").Ticket()!;
        await Crowd(shop, campaign, 20);
        var late = await shop.NewUser();
        var own = (await late.Claim(campaign.Id)).Expect(503, "overloaded");

        foreach (var wrong in (string[])[ticket, elsewhere, "nonsense", ticket[..^2] + (ticket[^2] == 'A' ? "BA" : "AA"), new string('A', ticket.Length), own.Ticket() + "A"])
        {
            Assert.Equal(own.Place(), (await late.Claim(campaign.Id, wrong)).Expect(503, "overloaded").Place());
        }

        Assert.True(own.Place() > 20);
    }

    [Fact]
    public async Task A_user_who_waits_early_in_the_queue_of_one_campaign_gains_nothing_by_it_in_that_of_another()
    {
        await using var deployment = await Deployment.Start(Settings(1));
        var shop = deployment.Shop();
        var (campaign, another) = (await shop.Runs(Some.Campaign()), await shop.Runs(Some.Campaign()));
        await Crowd(shop, campaign, 60);
        await Crowd(shop, another, 20);
        var user = await shop.NewUser();
        var early = (await user.Claim(another.Id)).Expect(503, "overloaded");
        Assert.Equal(21L, early.Place());

        var late = (await user.Claim(campaign.Id, early.Ticket())).Expect(503, "overloaded");

        Assert.Equal(61L, late.Place());
        Assert.Equal(61L, (await user.Claim(campaign.Id, early.Ticket())).Expect(503, "overloaded").Place());
        Assert.Equal(61L, (await user.Claim(campaign.Id, late.Ticket())).Expect(503, "overloaded").Place());
    }

    [Fact]
    public async Task Who_has_the_coupon_and_who_can_get_none_is_answered_at_once()
    {
        await using var deployment = await Deployment.Start(Settings(1));
        var shop = deployment.Shop();
        var campaign = await shop.Runs(Some.Campaign() with { Quantity = 2 });
        var owner = await shop.NewUser();
        var coupon = await owner.Claimed(campaign.Id);
        var waiting = await Crowd(shop, campaign, 30);

        Assert.Equal(coupon, (await owner.Claim(campaign.Id)).Expect(409, "coupon_already_issued").Text("couponId"));

        // The last one is given away: those who wait hear that there is nothing left long before their turn.
        var (last, place) = waiting[^1];
        Assert.True(place.Number("expectedWaitSeconds") > 20);
        (await (await shop.Admin()).Post($"/v1/admin/users/{owner.Id}-friend/coupons", new { campaignId = campaign.Id })).Expect(201);
        Assert.NotEqual(default, (await (await shop.NewUser()).Claim(campaign.Id)).Expect(409, "campaign_sold_out").Time("soldOutAt"));
        await Eventually.Holds(
            async () => (await last.Claim(campaign.Id, place.Ticket())).Expect(409, "campaign_sold_out"), Testing.Bounds.Freshness * 5);
    }

    [Fact]
    public async Task Whose_turn_has_come_is_not_turned_away_by_a_limit_of_callers_and_a_lent_ticket_opens_nothing()
    {
        await using var deployment = await Deployment.Start(Settings(1) with
        {
            RateLimits = true,
            More = Settings(1).More.With(("RateLimits__User__PermitsPerSecond", "1"), ("RateLimits__User__Burst", "3")),
        });
        var shop = deployment.Shop();
        var campaign = await shop.Runs(Some.Campaign());
        await Crowd(shop, campaign, 5);
        var (user, other) = (await shop.NewUser(), await shop.NewUser());
        var ticket = (await user.Claim(campaign.Id)).Expect(503, "overloaded").Ticket();
        foreach (var caller in (Caller[])[user, other])
        {
            (await Eventually.Ask(caller.Wallet, answer => answer.Status == 429, TimeSpan.FromSeconds(30))).Expect(429, "rate_limited");
        }

        async Task<Answer> ClaimWithoutPermit(Caller caller)
        {
            await caller.Wallet();
            return await caller.Claim(campaign.Id, ticket);
        }

        (await Eventually.Ask(() => ClaimWithoutPermit(user), answer => answer.IsSuccess, TimeSpan.FromSeconds(30))).Expect(201);

        // After an answer that was lost the same ticket still leads to an answer.
        (await ClaimWithoutPermit(user)).Expect(409, "coupon_already_issued");
        (await Eventually.Ask(() => ClaimWithoutPermit(other), answer => answer.Status == 429, TimeSpan.FromSeconds(10))).Expect(429, "rate_limited");
    }

    [Fact]
    public async Task A_turn_that_was_not_taken_is_over_and_its_ticket_is_good_for_nothing()
    {
        await using var deployment = await Deployment.Start(Settings(20, turnSeconds: 10));
        var shop = deployment.Shop();
        var campaign = await shop.Runs(Some.Campaign() with { Quantity = 10_000 });
        var (user, first) = (await Crowd(shop, campaign, 40))[^1];

        // Others come and go, until places are called that are 13 seconds behind: there is always somebody who waits.
        var latest = await Eventually.Ask(
            async () => (await Crowd(shop, campaign, 20))[^1].Answer,
            answer => answer.Place() - 20 * answer.Number("expectedWaitSeconds") > first.Place() + 20 * 13,
            TimeSpan.FromSeconds(60));

        var again = (await user.Claim(campaign.Id, first.Ticket())).Expect(503, "overloaded");
        Assert.True(again.Place() > latest.Place(), $"{again} after {latest}");
    }

    [Fact]
    public async Task Without_the_setting_nobody_waits_and_a_ticket_means_nothing()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { SigningKey = true });
        var shop = deployment.Shop();
        var campaign = await shop.Runs(Some.Campaign());
        var users = await shop.NewUsers(100);

        Assert.All(await Task.WhenAll(users.Select(user => user.Claim(campaign.Id, "nonsense"))), answer => answer.Expect(201));
    }

    /// <summary>New users who claim at once, and those of them who wait, in the order of their places.</summary>
    private static IEnumerable<string> Codes(JsonElement frontend) => frontend.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("code").GetString()!);

    private static async Task<IReadOnlyList<(Caller User, Answer Answer)>> Crowd(Shop shop, Campaign campaign, int size)
    {
        var users = await shop.NewUsers(size);
        var answers = await Task.WhenAll(users.Select(user => user.Claim(campaign.Id)));
        return [.. users.Zip(answers).Where(it => it.Second.Status == 503).OrderBy(it => it.Second.Place())];
    }

    /// <summary>How long after the first claim a place is called at the earliest.</summary>
    private static TimeSpan Soonest(long place) => TimeSpan.FromSeconds(place / (double)PerSecond - 2);

    private static ShopSettings Settings(int perSecond, int turnSeconds = 30) => new()
    {
        SigningKey = true,
        More = new Dictionary<string, string> { ["WaitingRoom__ClaimsPerSecond"] = $"{perSecond}", ["WaitingRoom__TurnSeconds"] = $"{turnSeconds}" },
    };
}
