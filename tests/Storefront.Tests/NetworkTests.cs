using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>Somebody buys over a network that is slow or loses answers.</summary>
public sealed class NetworkTests(Browser browser)
{
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
