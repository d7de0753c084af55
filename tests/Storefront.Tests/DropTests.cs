using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>Somebody wants one of few coupons.</summary>
public sealed class DropTests(Browser browser)
{
    [Theory]
    [InlineData(Device.Phone, "ko")]
    [InlineData(Device.Desktop, "en")]
    public async Task The_button_is_hammered_and_gives_one_coupon(Device device, string lang)
    {
        var campaign = await browser.Shop.Runs(Some.Campaign());
        await using var visit = await (await browser.Open(device, lang)).SignedIn(back: "/drops/" + campaign.Id);
        await visit.Says("100장 중 100장 남음", "100 of 100 left");

        var claims = 0;
        visit.Page.Request += (_, request) => claims += request.Url.EndsWith("/claim", StringComparison.Ordinal) ? 1 : 0;
        var button = visit.Page.Locator("button.big");
        await button.EvaluateAsync("button => { for (let i = 0; i < 30; i++) button.click(); }");

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = visit.In("당신의 쿠폰입니다", "It is yours") })).ToBeVisibleAsync();
        await visit.Says("100장 중 1번째", "1st of 100");
        await visit.Says("100장 중 99장 남음", "99 of 100 left");
        Assert.Equal(1, claims);
        Assert.Single((await (await visit.Self()).Coupons()).Expect(200)["items"].EnumerateArray());
        await visit.Picture($"drop-{device}-{lang}");

        await visit.At("/drops/" + campaign.Id);
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = visit.In("당신의 쿠폰입니다", "It is yours") })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Presses_after_the_answer_change_neither_the_page_nor_the_answer()
    {
        var (open, gone) = (await browser.Shop.Runs(Some.Campaign()), await browser.Shop.Runs(Some.Campaign() with { Quantity = 1 }));
        await (await browser.Shop.NewUser()).Claimed(gone.Id);
        await using var visit = await (await browser.Open(lang: "en")).SignedIn();
        var claims = 0;
        visit.Page.Request += (_, request) => claims += request.Url.EndsWith("/claim", StringComparison.Ordinal) ? 1 : 0;
        foreach (var (campaign, left, answer) in new[] { (open, "100 of 100 left", "It is yours"), (gone, "0 of 1 left", "All gone") })
        {
            await visit.At("/drops/" + campaign.Id);
            await visit.Says("", left);
            claims = 0;
            var button = visit.Page.Locator("button.big");
            await button.ScrollIntoViewIfNeededAsync();
            var place = (await button.BoundingBoxAsync())!;
            var told = visit.Page.GetByRole(AriaRole.Heading, new() { Name = answer });
            for (var presses = 0; presses < 300 && !await told.IsVisibleAsync(); presses++)
            {
                await Press();
            }

            await Expect(told).ToBeVisibleAsync();
            for (var presses = 0; presses < 5; presses++)
            {
                await Press();
            }

            await Expect(told).ToBeVisibleAsync();
            Assert.Equal("/drops/" + campaign.Id, new Uri(visit.Page.Url).PathAndQuery);
            Assert.Equal(1, claims);

            Task Press() => visit.Page.Mouse.ClickAsync(place.X + (place.Width / 2), place.Y + (place.Height / 2));
        }
    }

    [Fact]
    public async Task The_button_opens_by_the_clock_of_the_shop_and_what_others_take_is_seen()
    {
        await using var visit = await browser.Open();
        await visit.Page.AddInitScriptAsync(
            "{ const Real = Date; globalThis.Date = class extends Real { constructor(...parts) { super(...(parts.length > 0 ? parts : [Date.now()])); } "
            + "static now() { return Real.now() - 3600000; } }; }");
        await visit.SignedIn();
        var campaign = await browser.Shop.Runs(Some.Campaign() with { Quantity = 1, StartsAt = DateTimeOffset.UtcNow.AddSeconds(15) });
        await visit.At("/drops/" + campaign.Id);
        var button = visit.Page.Locator("button.big");
        await Expect(button).ToContainTextAsync("에 열립니다");
        await Expect(visit.Page.GetByRole(AriaRole.Timer)).ToContainTextAsync("00:00:");

        await Expect(button).ToHaveTextAsync("쿠폰 받기");

        // Another takes the last one; who presses all the same hears so, and when.
        var other = await browser.Shop.NewUser();
        var last = await Eventually.Ask(() => other.Claim(campaign.Id), answer => answer.Status == 201, TimeSpan.FromSeconds(10));
        await visit.Says("1장 중 0장 남음", "0 of 1 left");
        await button.ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "모두 나갔습니다" })).ToBeVisibleAsync();
        var soldOutAt = last.Time("issuedAt").ToOffset(TimeSpan.FromHours(9));
        await Expect(visit.Page.Locator(".answer")).ToContainTextAsync($"{soldOutAt:HH:mm:ss}에 1장 모두 나갔습니다.");
    }

    [Fact]
    public async Task A_claim_whose_answer_is_lost_ends_in_the_coupon()
    {
        var campaign = await browser.Shop.Runs(Some.Campaign());
        await using var visit = await (await browser.Open()).SignedIn(back: "/drops/" + campaign.Id);
        var lost = await visit.LosesAnswers("**/claim", most: 1);

        await visit.Page.Locator("button.big").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "당신의 쿠폰입니다" })).ToBeVisibleAsync();
        Assert.True(lost() >= 2);
        Assert.Single((await (await visit.Self()).Coupons()).Expect(200)["items"].EnumerateArray());
    }
}
