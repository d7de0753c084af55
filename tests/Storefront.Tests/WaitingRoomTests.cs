using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>Somebody waits for one of few coupons, in a shop that lets in one claim a second.</summary>
public sealed class WaitingRoomTests(Browser browser)
{
    [Fact]
    public async Task The_page_shows_the_place_keeps_it_when_it_is_loaded_again_and_claims_by_itself()
    {
        await using var deployment = await Slow();
        var campaign = await deployment.Shop(signed: false).Runs(Some.Campaign());
        await using var visit = await (await browser.Open(lang: "en", address: deployment.Frontends[0].Address)).SignedIn(back: "/drops/" + campaign.Id);
        await Crowd(deployment, campaign, 20);

        await visit.Page.Locator("button.big").ClickAsync();
        var told = visit.Page.Locator(".answer[role=status]");
        await Expect(told).ToContainTextAsync("Place 21");
        await Expect(visit.Page.Locator(".drop-turn [role=timer]")).ToContainTextAsync("00:00:");
        await visit.IsAccessible();
        await visit.Picture("drop-waits");

        await visit.At("/drops/" + campaign.Id);
        await Expect(told).ToContainTextAsync("Place 21");

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "It is yours" })).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".drop-turn")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_waits_hears_soon_that_all_is_gone()
    {
        await using var deployment = await Slow();
        var shop = deployment.Shop(signed: false);
        var campaign = await shop.Runs(Some.Campaign() with { Quantity = 2 });
        await using var visit = await (await browser.Open(address: deployment.Frontends[0].Address)).SignedIn(back: "/drops/" + campaign.Id);
        await Crowd(deployment, campaign, 60);
        await visit.Page.Locator("button.big").ClickAsync();
        await Expect(visit.Page.Locator(".answer[role=status]")).ToContainTextAsync("대기 번호 61번");

        (await (await shop.Admin()).Post("/v1/admin/users/friend/coupons", new { campaignId = campaign.Id })).Expect(201);

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "모두 나갔습니다" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task Who_waits_stays_in_line_while_the_shop_is_too_busy_to_answer()
    {
        await using var deployment = await Slow();
        var campaign = await deployment.Shop(signed: false).Runs(Some.Campaign());
        await using var visit = await (await browser.Open(address: deployment.Frontends[0].Address)).SignedIn(back: "/drops/" + campaign.Id);
        await Crowd(deployment, campaign, 10);
        await visit.Page.Locator("button.big").ClickAsync();
        await Expect(visit.Page.Locator(".answer[role=status]")).ToContainTextAsync("대기 번호 11번");

        // More of them than a call without a place is repeated for.
        var unanswered = 6;
        await visit.Page.RouteAsync("**/claim", route => unanswered-- > 0 ? route.FulfillAsync(new() { Status = 503 }) : route.ContinueAsync());

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "당신의 쿠폰입니다" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.True(unanswered < 0);
    }

    private static Task<Deployment> Slow() => Deployment.Start(
        new ShopSettings { More = new Dictionary<string, string> { ["WaitingRoom__ClaimsPerSecond"] = "1" } });

    /// <summary>The first of them gets a coupon at once; the others are in front.</summary>
    private static async Task Crowd(Deployment deployment, Campaign campaign, int size)
    {
        var users = await deployment.Shop(signed: false).NewUsers(size);
        await Task.WhenAll(users.Select(user => user.Claim(campaign.Id)));
    }
}
