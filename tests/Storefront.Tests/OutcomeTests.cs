using System.Net.Http;
using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>Money moves once, and only by a press of its owner, whatever becomes of the connection.</summary>
public sealed class OutcomeTests(Browser browser)
{
    [Fact]
    public async Task A_payment_that_was_never_heard_is_not_made_by_opening_its_page()
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct());
        await using var visit = await (await browser.Open()).SignedIn();
        var self = await visit.Self();
        (await self.Charge(25_000)).Expect(201);
        await visit.Page.RouteAsync("**/v1/orders", route => route.AbortAsync("connectionreset"));
        await visit.At($"/checkout?product={product.Id}&sku={product.Sku}&quantity=1");
        await visit.Button("10,000원 결제", "Pay").ClickAsync();
        await visit.Says("다시 눌러도 두 번 처리되지 않습니다.", "nothing twice");
        await visit.Page.UnrouteAllAsync();
        var posts = Count(visit.Page, "/v1/orders");

        await visit.At($"/checkout?product={product.Id}&sku={product.Sku}&quantity=1");
        await visit.Says("10,000원 결제가 끝났는지 아직 모릅니다.", "is open");
        await visit.IsAccessible();
        await visit.Button("그만두기", "Leave it").ClickAsync();
        await visit.Says("결제되지 않았습니다.", "Nothing was paid.");
        await Expect(visit.Button("10,000원 결제", "Pay")).ToBeVisibleAsync();

        Assert.Equal(0, posts());
        Assert.Equal(25_000, await self.Balance());
        Assert.Empty((await self.Orders()).Expect(200)["items"].EnumerateArray());
        await visit.Button("10,000원 결제", "Pay").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "결제가 끝났습니다" })).ToBeVisibleAsync();
        Assert.Equal(15_000, await self.Balance());
    }

    [Fact]
    public async Task A_payment_that_was_made_is_found_when_it_is_left()
    {
        var product = await browser.Shop.Sells(Some.DrawnProduct());
        await using var visit = await (await browser.Open()).SignedIn();
        var self = await visit.Self();
        (await self.Charge(25_000)).Expect(201);
        await visit.LosesAnswers("**/v1/orders");
        await visit.At($"/checkout?product={product.Id}&sku={product.Sku}&quantity=1");
        await visit.Button("10,000원 결제", "Pay").ClickAsync();
        await visit.Says("다시 눌러도 두 번 처리되지 않습니다.", "nothing twice");
        await visit.Page.UnrouteAllAsync();

        await visit.Button("그만두기", "Leave it").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "결제가 끝났습니다" })).ToBeVisibleAsync();
        Assert.Equal(15_000, await self.Balance());
        Assert.Single((await self.Orders()).Expect(200)["items"].EnumerateArray());
    }

    [Fact]
    public async Task A_charge_whose_repeat_meets_an_expired_token_is_made_once_after_signing_in_again()
    {
        await using var visit = await (await browser.Open()).SignedIn(back: "/me");
        var calls = 0;
        await visit.Page.RouteAsync("**/v1/wallet/charges", async route =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await route.FetchAsync();
                await route.AbortAsync("connectionreset");
                return;
            }

            await route.FulfillAsync(new()
            {
                Status = 401,
                ContentType = "application/problem+json",
                Body = """{"type":"about:blank","title":"A valid bearer token is needed.","status":401,"code":"unauthorized","traceId":"0"}""",
            });
        });
        await Charge(visit, "70000");
        await visit.Says("로그인하면 볼 수 있습니다.", "Sign in to see this.");
        Assert.Equal(2, calls);
        await visit.Page.UnrouteAllAsync();

        await visit.SignedIn(visit.User, "/me");
        await Charge(visit, "70000");

        await visit.Says("70,000원 충전했습니다.", "₩70,000 charged.");
        Assert.Equal(70_000, await (await visit.Self()).Balance());
    }

    [Fact]
    public async Task A_repeat_never_goes_with_the_token_of_somebody_else()
    {
        await using var visit = await (await browser.Open()).SignedIn(back: "/me");
        var other = await browser.Shop.NewUser();
        var calls = 0;
        await visit.Page.RouteAsync("**/v1/wallet/charges", async route =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await visit.Page.EvaluateAsync(
                    """
                    async user => {
                      const answer = await fetch("/dev/tokens", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ user, admin: false }) });
                      sessionStorage.setItem("token", (await answer.json()).token);
                    }
                    """,
                    other.Id);
                await route.AbortAsync("connectionreset");
                return;
            }

            await route.ContinueAsync();
        });

        await Charge(visit, "70000");

        await visit.Says("다시 눌러도 두 번 처리되지 않습니다.", "nothing twice");
        Assert.Equal(1, calls);
        Assert.Equal(0, await other.Balance());
    }

    [Fact]
    public async Task Another_amount_waits_until_the_charge_before_it_is_settled()
    {
        await using var visit = await (await browser.Open()).SignedIn(back: "/me");
        await visit.Page.RouteAsync("**/v1/wallet/charges", route => route.AbortAsync("connectionreset"));
        await Charge(visit, "20000");
        await visit.Says("다시 눌러도 두 번 처리되지 않습니다.", "nothing twice");
        await visit.Page.UnrouteAllAsync();

        await Charge(visit, "30000");
        await visit.Says("끊겼던 20,000원 충전을 먼저 끝냈습니다.", "has been made first");
        Assert.Equal(20_000, await (await visit.Self()).Balance());

        await Charge(visit, "30000");
        await visit.Says("30,000원 충전했습니다.", "charged");
        await Expect(visit.Page.Locator(".balance")).ToHaveTextAsync("50,000원");
        Assert.Equal(50_000, await (await visit.Self()).Balance());
    }

    private static async Task Charge(Visit visit, string amount)
    {
        await visit.Page.GetByLabel("충전할 금액").FillAsync(amount);
        await visit.Button("충전하기", "Charge").Last.ClickAsync();
    }

    /// <summary>How often the page posts to an address from now on.</summary>
    private static Func<int> Count(IPage page, string path)
    {
        var posts = 0;
        page.Request += (_, request) => posts += request.Method == HttpMethod.Post.Method && new Uri(request.Url).AbsolutePath == path ? 1 : 0;
        return () => posts;
    }
}
