namespace ECommerce.Grains.Tests.Campaigns;

public sealed class ClaimTests : ShopTest
{
    [Fact]
    public async Task Of_300_claims_in_one_call_the_first_100_win()
    {
        await Shop.Runs(quantity: 100);
        var answers = await Shop.Campaign().Claim([.. Enumerable.Range(0, 300).Select(i => "user" + i)]);
        Assert.Equal(Enumerable.Range(1, 100), answers.Take(100).Select(answer => (int)answer.Value!.Number!));
        Assert.All(answers.Skip(100), answer => Assert.Equal(CampaignRefusal.SoldOut, answer.Refusal));
        Assert.Equal(0, Shop.Ledger.Refusals);
    }

    [Fact]
    public async Task A_user_who_stands_twice_in_one_call_gets_one()
    {
        await Shop.Runs();
        var events = Shop.Ledger.Events;
        var answers = await Shop.Campaign().Claim(["a", "b", "a"]);
        Assert.Equal([null, null, CampaignRefusal.AlreadyIssued], answers.Select(answer => answer.Refusal));
        Assert.Equal(answers[0].Value!.Id, answers[2].Facts!.CouponId);
        Assert.Equal(events + 2, Shop.Ledger.Events);
    }

    [Fact]
    public async Task Claims_in_two_clusters_at_once_never_exceed_the_quantity()
    {
        await Shop.Runs(quantity: 100);
        var other = await Shop.AnotherCluster();
        var claims = Enumerable.Range(0, 20).Select(call => Shop.Campaign(on: call % 2 == 0 ? null : other)
            .Claim([.. Enumerable.Range(0, 15).Select(i => $"user{call}-{i}")]));
        var answers = (await Task.WhenAll(claims)).SelectMany(outcomes => outcomes).ToList();
        Assert.Equal(100, answers.Count(answer => answer.Value is not null));
        Assert.Equal(200, answers.Count(answer => answer.Refusal == CampaignRefusal.SoldOut));
    }

    [Fact]
    public async Task One_user_who_claims_in_two_clusters_gets_one()
    {
        await Shop.Runs();
        var other = await Shop.AnotherCluster();
        var answers = await Task.WhenAll(Shop.Campaign().Claim(["a"]), Shop.Campaign(on: other).Claim(["a"]));
        Assert.Single(answers, answer => answer[0].Value is not null);
        Assert.Single(answers, answer => answer[0].Refusal == CampaignRefusal.AlreadyIssued);
    }

    [Fact]
    public async Task Coupons_added_elsewhere_are_found_once_memory_is_a_second_old()
    {
        await Shop.Runs(quantity: 1);
        var other = await Shop.AnotherCluster();
        Assert.Equal([null, CampaignRefusal.SoldOut], (await Shop.Campaign().Claim(["a", "b"])).Select(answer => answer.Refusal));
        await Shop.Campaign(on: other).Save(Some.SaveCampaign(quantity: 2));
        Shop.Advance(Bounds.Freshness);
        Assert.NotNull((await Shop.Campaign().Claim(["b"]))[0].Value);
    }

    [Fact]
    public async Task A_campaign_closed_by_another_process_issues_no_more()
    {
        await Shop.Runs();
        var other = await Shop.AnotherCluster();
        await Shop.Claims("a");
        await Shop.Campaign(on: other).Save(Some.SaveCampaign() with { EndsAt = Some.Now });
        Shop.Advance(Bounds.Freshness);
        Assert.Equal(CampaignRefusal.NotOpen, (await Shop.Campaign().Claim(["b"]))[0].Refusal);
    }

    [Fact]
    public async Task Who_has_a_coupon_hears_of_it_in_another_cluster_after_the_end_too()
    {
        await Shop.Runs();
        var other = await Shop.AnotherCluster();
        Assert.NotNull((await Shop.Campaign(on: other).Claim(["b"]))[0].Value);
        var coupon = await Shop.Claims("a");
        await Shop.Campaign(on: other).Save(Some.SaveCampaign() with { EndsAt = Some.Now });
        Shop.Advance(Bounds.Freshness);
        var answers = await Shop.Campaign(on: other).Claim(["a", "c"]);
        Assert.Equal([CampaignRefusal.AlreadyIssued, CampaignRefusal.NotOpen], answers.Select(answer => answer.Refusal));
        Assert.Equal((coupon, Some.Now), (answers[0].Facts!.CouponId, answers[1].Facts!.EndsAt));
    }

    [Fact]
    public async Task A_campaign_is_found_before_it_opens_and_after_it_has_ended()
    {
        var list = Shop.Grains.GetGrain<ICampaignListGrain>(ICampaignListGrain.Key);
        await Shop.Campaign("later").Save(Some.SaveCampaign() with { StartsAt = Some.Now.AddHours(1), EndsAt = Some.Now.AddHours(2) });
        await Shop.Campaign("over").Save(Some.SaveCampaign() with { StartsAt = Some.Now.AddHours(-2), EndsAt = Some.Now });
        Assert.Equal(["later"], (await list.Get()).Select(campaign => campaign.Id));
        Assert.Equal(("later", "over"), ((await list.Find("later"))!.Id, (await list.Find("over"))!.Id));
        Assert.Null(await list.Find("none"));
    }

    [Theory]
    [InlineData(-1, CampaignRefusal.NotOpen)]
    [InlineData(0, null)]
    [InlineData(3_599_999, null)]
    [InlineData(3_600_000, CampaignRefusal.NotOpen)]
    public async Task It_is_open_from_its_start_until_just_before_its_end(int milliseconds, CampaignRefusal? refusal)
    {
        var start = Some.Now.AddDays(1);
        await Shop.Campaign().Save(Some.SaveCampaign() with { StartsAt = start, EndsAt = start.AddHours(1) });
        Shop.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(refusal, (await Shop.Campaign().Claim(["a"]))[0].Refusal);
    }

    [Fact]
    public async Task Quantity_may_grow_and_never_falls_below_what_is_issued()
    {
        await Shop.Runs(quantity: 2);
        await Shop.Campaign().Claim(["a", "b"]);
        var refused = await Shop.Campaign().Save(Some.SaveCampaign(quantity: 1));
        Assert.Equal((CampaignRefusal.QuantityBelowIssued, 2), (refused.Refusal, refused.Facts!.Available));
        Assert.Equal(1, (await Shop.Campaign().Save(Some.SaveCampaign(quantity: 3))).Value!.Campaign.Remaining);
        Assert.NotNull((await Shop.Campaign().Claim(["c"]))[0].Value);
    }
}
