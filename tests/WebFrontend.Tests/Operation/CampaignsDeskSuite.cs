using System.Text.Json;

namespace ECommerce.WebFrontend.Tests.Operation;

public sealed class Campaigns_desk_on_Sqlite(SqliteShop shop) : CampaignsDeskSuite(shop);

public sealed class Campaigns_desk_on_Postgres(PostgresShop shop) : CampaignsDeskSuite(shop);

public sealed class Campaigns_desk_on_a_cluster(ClusterShop shop) : CampaignsDeskSuite(shop);

/// <summary>Operators see all campaigns and what became of their coupons, and pause them.</summary>
public abstract class CampaignsDeskSuite(SharedShop shared)
{
    private Shop Shop => shared.Shop;

    [Fact]
    public async Task All_campaigns_are_listed_newest_first_page_by_page()
    {
        var now = DateTimeOffset.UtcNow;
        var over = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(-2), EndsAt = now.AddHours(-1) });
        var later = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(1), EndsAt = now.AddHours(2) });
        var open = await Shop.Runs(Some.Campaign());

        var listed = (await Listed()).Select(campaign => campaign.Text("id")).ToList();

        string[] mine = [over.Id, later.Id, open.Id];
        Assert.Equal(mine.Reverse(), listed.Where(mine.Contains));
        Assert.Equal(listed.Count, listed.Distinct().Count());
    }

    [Fact]
    public async Task A_campaign_tells_what_became_of_its_coupons()
    {
        var product = await Shop.Sells(Some.Product());
        var campaign = await Shop.Runs(Some.Campaign() with { Value = 1_500 });
        var users = await Shop.NewUsers(4, balance: 20_000);
        var orders = new List<string>();
        foreach (var user in users.Take(3))
        {
            orders.Add((await user.Buy(product.Sku, 1, await user.Claimed(campaign.Id))).Expect(201).Text("id"));
        }

        (await Shop.Give(users[3].Id, campaign.Id)).Expect(201);
        (await users[0].Cancel(orders[0])).Expect(200);

        var shown = await Shown(campaign.Id);
        shown.HasShape("id:text name:text discount:object quantity:integer remaining:integer startsAt:time endsAt:time");
        Assert.Equal((4, 96), (shown.Number("issued"), shown.Number("remaining")));
        Assert.Equal((2, 3_000, false), (shown.Number("used"), shown.Number("discountGiven"), shown.GetProperty("paused").GetBoolean()));
        var seen = (await Shop.Anonymous.Get("/v1/campaigns/" + campaign.Id)).Expect(200).Json;
        Assert.DoesNotContain(seen.EnumerateObject(), member => member.Name is "issued" or "used" or "discountGiven" or "paused");
    }

    [Fact]
    public async Task A_paused_campaign_gives_no_coupon_at_once_at_every_frontend_until_it_goes_on()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var holder = await Shop.NewUser();
        var coupon = await holder.Claimed(campaign.Id);

        var paused = (await Shop.Pause(campaign.Id)).Expect(200);
        Assert.Equal((true, 1), (paused["paused"].GetBoolean(), paused.Number("issued")));
        foreach (var user in await Shop.NewUsers(6))
        {
            var refused = (await user.Claim(campaign.Id)).Expect(409, "campaign_not_open");
            Assert.Equal(campaign.EndsAt, refused.Time("endsAt"), TimeSpan.FromMilliseconds(1));
            Assert.Equal(campaign.StartsAt, refused.Time("startsAt"), TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(coupon, (await holder.Claim(campaign.Id)).Expect(409, "coupon_already_issued").Text("couponId"));
        Assert.True((await Shop.Anonymous.Get("/v1/campaigns/" + campaign.Id)).Expect(200)["paused"].GetBoolean());

        Assert.False((await Shop.Pause(campaign.Id, paused: false)).Expect(200)["paused"].GetBoolean());
        await (await Shop.NewUser()).Claimed(campaign.Id);
    }

    [Fact]
    public async Task Claims_and_a_pause_at_the_same_time_issue_nothing_after_it()
    {
        var campaign = await Shop.Runs(Some.Campaign());
        var users = await Shop.NewUsers(40);
        var claims = users.Take(20).Select(user => user.Claim(campaign.Id)).ToList();

        (await Shop.Pause(campaign.Id)).Expect(200);
        var after = await Task.WhenAll(users.Skip(20).Select(user => user.Claim(campaign.Id)));

        Assert.All(after, answer => answer.Expect(409, "campaign_not_open"));
        var issued = (await Task.WhenAll(claims)).Count(answer => answer.IsSuccess);
        Assert.Equal(issued, (await Shown(campaign.Id)).Number("issued"));
    }

    [Fact]
    public async Task Saving_a_paused_campaign_leaves_it_paused_and_pausing_changes_no_tag_that_a_save_names()
    {
        var admin = await Shop.Admin();
        var campaign = Some.Campaign();
        var path = "/v1/admin/campaigns/" + campaign.Id;
        var created = (await admin.Put(path, campaign.Body)).Expect(201).Header("ETag")!;
        var read = (await Shop.Anonymous.Get("/v1/campaigns/" + campaign.Id)).Expect(200).Header("ETag")!;
        (await Shop.Pause(campaign.Id)).Expect(200);

        (await Shop.Anonymous.Get("/v1/campaigns/" + campaign.Id, ("If-None-Match", read))).Expect(200);
        var saved = (await admin.Put(path, (campaign with { Quantity = 200 }).Body, ("If-Match", created))).Expect(200);

        Assert.Equal((true, 200), (saved["paused"].GetBoolean(), saved.Number("quantity")));
        (await (await Shop.NewUser()).Claim(campaign.Id)).Expect(409, "campaign_not_open");
        var again = (await Shop.Pause(campaign.Id)).Expect(200);
        Assert.Equal(saved.Header("ETag"), again.Header("ETag"));
    }

    [Fact]
    public async Task Only_a_campaign_that_exists_is_paused_and_only_by_saying_so()
    {
        (await Shop.Pause("no-such-campaign")).Expect(404, "unknown_campaign");
        (await (await Shop.Admin()).Patch("/v1/admin/campaigns/any", new { })).Expect(422, "validation_failed");
        (await (await Shop.Admin()).Patch("/v1/admin/campaigns/any", new { paused = true, quantity = 1 })).Expect(422, "validation_failed");
    }

    private async Task<JsonElement> Shown(string campaignId) => (await Listed()).Single(campaign => campaign.Text("id") == campaignId);

    private async Task<IReadOnlyList<JsonElement>> Listed()
    {
        var admin = await Shop.Admin();
        return await JsonReading.AllPages(async cursor =>
            (await admin.Get("/v1/admin/campaigns?limit=100" + (cursor is null ? "" : "&cursor=" + cursor))).Expect(200));
    }
}
