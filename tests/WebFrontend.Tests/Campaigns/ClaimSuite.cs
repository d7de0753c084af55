namespace ECommerce.WebFrontend.Tests.Campaigns;

public sealed class Claim_on_Sqlite(SqliteShop shop) : ClaimSuite(shop);

public sealed class Claim_on_Postgres(PostgresShop shop) : ClaimSuite(shop);

public sealed class Claim_on_a_cluster(ClusterShop shop) : ClaimSuite(shop);

public abstract class ClaimSuite(SharedShop shared)
{
    private const string CouponShape =
        "id:text campaignId:text name:text discount:object minimumOrder:integer issuedAt:time expiresAt:time status:text orderId?:text number:integer";

    private Shop Shop => shared.Shop;

    [Fact]
    public async Task A_claim_gives_a_coupon_with_the_campaigns_terms()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Type = "percent", Value = 15, Maximum = 5_000, MinimumOrder = 20_000 });
        var user = await Shop.NewUser();

        var coupon = (await user.Claim(campaign.Id)).Expect(201);

        coupon.Json.HasShape(CouponShape);
        Assert.Equal((campaign.Id, campaign.Name, "usable"), (coupon.Text("campaignId"), coupon.Text("name"), coupon.Text("status")));
        coupon["discount"].HasShape("type:text value:integer maximum:integer");
        Assert.Equal(
            ("percent", 15, 5_000), (coupon["discount"].Text("type"), coupon["discount"].Number("value"), coupon["discount"].Number("maximum")));
        Assert.Equal(20_000, coupon.Number("minimumOrder"));
        Assert.Equal(TimeSpan.FromDays(campaign.ValidDays), coupon.Time("expiresAt") - coupon.Time("issuedAt"));
        Assert.False(coupon.Json.TryGetProperty("orderId", out _));
        Assert.Equal(coupon.Text, (await user.Coupons()).Items().Single().GetRawText());
        await Shop.ShowsRemaining(campaign, 99);
    }

    [Fact]
    public async Task A_second_claim_is_told_which_coupon_the_first_gave()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);

        Assert.Equal(coupon, (await user.Claim(campaign.Id)).Expect(409, "coupon_already_issued").Text("couponId"));

        Assert.Single((await user.Coupons()).Items());
    }

    [Fact]
    public async Task An_unknown_campaign_gives_nothing()
    {
        (await (await Shop.NewUser()).Claim("no-such-campaign")).Expect(404, "unknown_campaign");
    }

    [Fact]
    public async Task Before_its_start_and_after_its_end_a_campaign_is_not_open()
    {
        var now = DateTimeOffset.UtcNow;
        var later = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(1), EndsAt = now.AddHours(2) });
        var over = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(-2), EndsAt = now.AddHours(-1) });
        var user = await Shop.NewUser();

        foreach (var campaign in new[] { later, over })
        {
            var refused = (await user.Claim(campaign.Id)).Expect(409, "campaign_not_open");
            refused.Json.HasShape("startsAt:time endsAt:time");
            Assert.Equal(campaign.StartsAt, refused.Time("startsAt"), TimeSpan.FromMilliseconds(1));
            Assert.Equal(campaign.EndsAt, refused.Time("endsAt"), TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public async Task A_campaign_opens_at_its_start_and_closes_at_its_end()
    {
        var tomorrow = Some.Campaign() with { StartsAt = DateTimeOffset.UtcNow.AddDays(1), EndsAt = DateTimeOffset.UtcNow.AddDays(2) };
        await Shop.Runs(tomorrow);
        var (early, late) = (await Shop.NewUser(), await Shop.NewUser());
        (await early.Claim(tomorrow.Id)).Expect(409, "campaign_not_open");

        // Brought forward only now: a slow machine would ask for the first time when it has begun.
        var start = DateTimeOffset.UtcNow.AddSeconds(1);
        var campaign = tomorrow with { StartsAt = start, EndsAt = start.AddSeconds(5) };
        (await Shop.Save(campaign)).Expect(200);
        (await Eventually.Ask(() => early.Claim(campaign.Id), answer => answer.Status != 409, TimeSpan.FromSeconds(4))).Expect(201);
        var issued = (await early.Coupons()).Items().Single().GetProperty("issuedAt").GetDateTimeOffset();
        Assert.True(issued >= campaign.StartsAt.AddMilliseconds(-1), $"{issued:O} is before {campaign.StartsAt:O}");
        await Eventually.Holds(
            async () => (await late.Claim(campaign.Id + (DateTimeOffset.UtcNow < campaign.EndsAt ? "-not-yet" : ""))).Expect(409, "campaign_not_open"),
            TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_campaign_without_coupons_left_is_sold_out_to_everybody_else()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 1 });
        var (first, second) = (await Shop.NewUser(), await Shop.NewUser());
        var coupon = (await first.Claim(campaign.Id)).Expect(201);

        // The second refusal may come from the frontend's memory.
        for (var i = 0; i < 2; i++)
        {
            var late = (await second.Claim(campaign.Id)).Expect(409, "campaign_sold_out");
            Assert.Equal(coupon.Time("issuedAt"), late.Time("soldOutAt"));
        }

        Assert.Equal(coupon.Text("id"), (await first.Claim(campaign.Id)).Expect(409, "coupon_already_issued").Text("couponId"));
    }

    [Fact]
    public async Task Each_coupon_has_its_place_among_those_of_its_campaign_and_keeps_it()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 12 });
        var users = await Shop.NewUsers(20);

        var answers = await Task.WhenAll(users.Select(user => user.Claim(campaign.Id)));

        var winners = users.Zip(answers).Where(claim => claim.Second.Status == 201).ToList();
        Assert.Equal(Enumerable.Range(1, 12).Select(place => (double)place), winners.Select(claim => (double)claim.Second.Number("number")).Order());
        foreach (var (user, answer) in winners)
        {
            Assert.Equal(answer.Number("number"), (await user.Coupons()).Items().Single().Number("number"));
        }
    }

    [Fact]
    public async Task A_campaign_whose_quantity_grew_can_be_claimed_again()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 1 });
        var (first, second) = (await Shop.NewUser(), await Shop.NewUser());
        await first.Claimed(campaign.Id);
        (await second.Claim(campaign.Id)).Expect(409, "campaign_sold_out");

        (await Shop.Save(campaign with { Quantity = 2 })).Expect(200);

        (await Eventually.Ask(() => second.Claim(campaign.Id), answer => answer.IsSuccess, Testing.Bounds.Freshness)).Expect(201);
    }

    [Fact]
    public async Task Who_has_a_coupon_hears_of_it_whenever_they_claim_again()
    {
        var now = DateTimeOffset.UtcNow;
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 1 });
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        var over = campaign with { EndsAt = now.AddMinutes(-1) };
        var toCome = campaign with { StartsAt = now.AddHours(1), EndsAt = now.AddHours(2) };

        foreach (var moved in new[] { over, toCome, campaign })
        {
            (await Shop.Save(moved)).Expect(200);
            await Eventually.Holds(
                async () => (await (await Shop.NewUser()).Claim(campaign.Id)).Expect(409, moved == campaign ? "campaign_sold_out" : "campaign_not_open"),
                Testing.Bounds.Freshness);
            Assert.Equal(coupon, (await user.Claim(campaign.Id)).Expect(409, "coupon_already_issued").Text("couponId"));
        }
    }

    [Fact]
    public async Task In_a_crowd_that_is_told_sold_out_who_has_a_coupon_still_hears_of_it()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 1 });
        var (winner, losers) = (await Shop.NewUser(), await Shop.NewUsers(10));
        var coupon = await winner.Claimed(campaign.Id);

        for (var tap = 0; tap < 5; tap++)
        {
            var answers = await Task.WhenAll(losers.Append(winner).Select(user => user.Claim(campaign.Id)));
            Assert.All(answers.SkipLast(1), answer => answer.Expect(409, "campaign_sold_out"));
            Assert.Equal(coupon, answers[^1].Expect(409, "coupon_already_issued").Text("couponId"));
        }
    }

    [Fact]
    public async Task A_coupon_keeps_its_terms_when_the_campaign_changes()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var coupon = await user.Claimed(campaign.Id);
        (await user.Charge(50_000)).Expect(201);
        (await Shop.Save(campaign with { Value = 5_000, MinimumOrder = 1_000_000, Name = "Other" })).Expect(200);

        Assert.Equal(1_000, (await user.Pay(await user.Ordered(product.Sku, 1), coupon)).Expect(200).Number("discount"));
    }

    [Fact]
    public async Task Coupons_list_by_status_newest_first()
    {
        var (one, two) = (await Shop.Runs(Some.Campaign()), await Shop.Runs(Some.Campaign()));
        var product = await Shop.Sells(Some.Product());
        var user = await Shop.NewUser();
        var (used, usable) = (await user.Claimed(one.Id), await user.Claimed(two.Id));
        (await user.Charge(50_000)).Expect(201);
        var order = await user.Ordered(product.Sku, 1);
        (await user.Pay(order, used)).Expect(200);

        Assert.Equal([usable, used], (await user.Coupons()).Ids());
        Assert.All((await user.Coupons()).Items(), coupon => coupon.HasShape(CouponShape));
        Assert.Equal([usable], (await user.Coupons("usable")).Ids());
        Assert.Equal([used], (await user.Coupons("used")).Ids());
        Assert.Empty((await user.Coupons("expired")).Ids());
        Assert.Equal(order, (await user.Coupons("used")).Items().Single().Text("orderId"));
        (await user.Coupons("lost")).Expect(422, "validation_failed");
    }
}
