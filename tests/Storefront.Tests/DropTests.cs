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

    [Theory]
    [InlineData(-3_600_000)]
    [InlineData(3_600_000)]
    public async Task The_button_opens_by_the_clock_of_the_shop_and_what_others_take_is_seen(int shift)
    {
        await using var visit = await browser.Open();
        await visit.Page.AddInitScriptAsync(
            "{ const Real = Date; globalThis.Date = class extends Real { constructor(...parts) { super(...(parts.length > 0 ? parts : [Date.now()])); } "
            + $"static now() {{ return Real.now() + {shift}; }} }}; }}");
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

    [Fact]
    public async Task A_payment_whose_answer_is_lost_is_paid_once_and_a_page_that_was_closed_finds_out()
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct());
        await using var visit = await (await browser.Open()).SignedIn();
        var self = await visit.Self();
        (await self.Charge(25_000)).Expect(201);
        var lost = await visit.LosesAnswers("**/v1/orders", most: 1);

        await visit.At($"/checkout?product={product.Id}&sku={product.Sku}&quantity=1");
        await visit.Button("10,000원 결제", "Pay").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "결제가 끝났습니다" })).ToBeVisibleAsync();
        Assert.True(lost() >= 2);
        Assert.Equal(15_000, await self.Balance());

        // Every answer is lost until the page is left; whoever goes on with it at the next visit asks with the same key.
        await visit.Page.UnrouteAllAsync();
        await visit.LosesAnswers("**/v1/orders");
        await visit.At($"/checkout?product={product.Id}&sku={product.Sku}&quantity=1");
        await visit.Button("10,000원 결제", "Pay").ClickAsync();
        await visit.Says("다시 눌러도 두 번 처리되지 않습니다.", "nothing twice");
        await visit.Page.UnrouteAllAsync();
        await visit.Page.ReloadAsync();
        await visit.Button("마저 결제하기", "Finish it").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "결제가 끝났습니다" })).ToBeVisibleAsync();
        Assert.Equal(5_000, await self.Balance());
        Assert.Equal(2, (await self.Orders()).Expect(200)["items"].GetArrayLength());
    }

    [Fact]
    public async Task With_two_seconds_of_latency_a_coupon_is_claimed_and_a_product_paid()
    {
        var (product, campaign) = (await browser.Shop.Sells(Some.DrawnProduct()), await browser.Shop.Runs(Some.Campaign()));
        await using var visit = await (await browser.Open(lang: "en")).SignedIn(back: "/drops/" + campaign.Id);
        var self = await visit.Self();
        (await self.Charge(20_000)).Expect(201);
        var network = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false,
            ["latency"] = 2_000,
            ["downloadThroughput"] = -1,
            ["uploadThroughput"] = -1,
        });

        await visit.Page.Locator("button.big").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "It is yours" })).ToBeVisibleAsync();

        await visit.Page.GotoAsync($"/checkout?product={product.Id}&sku={product.Sku}&quantity=1");
        await visit.Button("", "Pay ₩9,000").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Paid. Thank you." })).ToBeVisibleAsync();
        Assert.Equal(11_000, await self.Balance());
    }
}
