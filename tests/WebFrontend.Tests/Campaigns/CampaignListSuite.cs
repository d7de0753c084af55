namespace ECommerce.WebFrontend.Tests.Campaigns;

public sealed class Campaign_list_on_Sqlite(SqliteShop shop) : CampaignListSuite(shop);

public sealed class Campaign_list_on_Postgres(PostgresShop shop) : CampaignListSuite(shop);

public sealed class Campaign_list_on_a_cluster(ClusterShop shop) : CampaignListSuite(shop);

public abstract class CampaignListSuite(SharedShop shared)
{
    private const string CampaignShape =
        "id:text name:text discount:object minimumOrder:integer quantity:integer remaining:integer validDays:integer startsAt:time endsAt:time";

    private Shop Shop => shared.Shop;

    [Fact]
    public async Task Anybody_can_read_a_campaign_with_its_terms()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Type = "percent", Value = 10, Maximum = 2_000, MinimumOrder = 5_000 });
        await Shop.ShowsRemaining(campaign, 100);

        var found = (await Shop.Anonymous.Get("/v1/campaigns")).Items().Single(item => item.Text("id") == campaign.Id);

        found.HasShape(CampaignShape);
        found.GetProperty("discount").HasShape("type:text value:integer maximum:integer");
        Assert.Equal(("percent", 10), (found.GetProperty("discount").Text("type"), found.GetProperty("discount").Number("value")));
        Assert.Equal((5_000, 100, 100), (found.Number("minimumOrder"), found.Number("quantity"), found.Number("remaining")));
        Assert.Equal(campaign.ValidDays, found.Number("validDays"));
        Assert.Equal(campaign.StartsAt, found.GetProperty("startsAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
        Assert.Equal(campaign.EndsAt, found.GetProperty("endsAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Each_campaign_has_an_address_also_one_that_is_to_come_or_has_ended()
    {
        var now = DateTimeOffset.UtcNow;
        var open = await Shop.Runs(Some.Campaign());
        var over = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(-2), EndsAt = now.AddHours(-1) });
        var later = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(1), EndsAt = now.AddHours(2) });

        foreach (var campaign in new[] { open, over, later })
        {
            var found = (await Shop.Anonymous.Get("/v1/campaigns/" + campaign.Id)).Expect(200);
            found.Json.HasShape(CampaignShape);
            Assert.Equal((campaign.Id, 100), (found.Text("id"), found.Number("remaining")));
            (await Shop.Anonymous.Get("/v1/campaigns/" + campaign.Id, ("If-None-Match", found.Header("ETag")!))).Expect(304);
        }

        (await Shop.Anonymous.Get("/v1/campaigns/no-such-campaign")).Expect(404, "unknown_campaign");
    }

    [Fact]
    public async Task A_campaign_shows_what_is_left_of_it_at_once()
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = 2 });
        await (await Shop.NewUser()).Claimed(campaign.Id);

        Assert.Equal(1, (await Shop.Anonymous.Get("/v1/campaigns/" + campaign.Id)).Expect(200).Number("remaining"));
    }

    [Fact]
    public async Task A_campaign_that_is_to_come_is_listed_and_one_that_has_ended_is_not()
    {
        var now = DateTimeOffset.UtcNow;
        var over = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(-2), EndsAt = now.AddHours(-1) });
        var later = await Shop.Runs(Some.Campaign() with { StartsAt = now.AddHours(1), EndsAt = now.AddHours(2) });
        await Shop.ShowsRemaining(later, 100);

        var listed = (await Shop.Anonymous.Get("/v1/campaigns")).Items().Select(item => item.Text("id")).ToList();

        Assert.DoesNotContain(over.Id, listed);
        Assert.Contains(later.Id, listed);
    }
}
