using System.Collections.Concurrent;
using System.Net.Http;
using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>Somebody signs in at a real OpenID provider, by the code flow with PKCE.</summary>
public sealed class ProviderTests(Browser browser)
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Somebody_signs_in_buys_and_signs_out_and_the_token_stays_within_the_shop()
    {
        await using var provider = await Provider();
        await using var deployment = await Deployment.Start(Settings(provider));
        var product = await deployment.Shop().Sells(Some.DrawnProduct());
        await using var visit = await browser.Open(address: deployment.Frontends[0].Address, provider: provider.Authority);
        var addresses = new ConcurrentQueue<string>();
        visit.Page.Request += (_, request) => addresses.Enqueue(request.Url);
        await visit.At("/products/" + product.Id);
        await visit.Button("바로 구매", "Buy now").ClickAsync();

        await SignIn(visit, "mina");
        await visit.Button("부족한 10,000원 충전", "Charge the missing ₩10,000").ClickAsync();
        await visit.Button("10,000원 결제", "Pay ₩10,000").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "결제가 끝났습니다" })).ToBeVisibleAsync();

        var token = (await Token(visit))!;
        var self = deployment.Shop().Bearer(token);
        Assert.Equal(0, await self.Balance());
        Assert.Single((await self.Orders()).Items());
        Assert.DoesNotContain(token, await visit.Page.EvaluateAsync<string>("() => JSON.stringify({ ...localStorage }) + document.cookie"));
        await visit.Button("로그아웃", "Sign out").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "로그인" })).ToBeVisibleAsync();
        Assert.Null(await Token(visit));

        await visit.Page.GotoAsync(new Uri(provider.Authority, ".well-known/openid-configuration").ToString());
        Assert.DoesNotContain(token, await visit.Page.EvaluateAsync<string>("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"));
        Assert.All(await visit.Page.Context.CookiesAsync(), cookie => Assert.DoesNotContain(token, cookie.Value));
        Assert.Contains(addresses, address => address.StartsWith(provider.Authority + "auth?", StringComparison.Ordinal) && address.Contains("code_challenge_method=S256"));
        Assert.All(addresses, address => Assert.DoesNotContain(token, address));
    }

    [Fact]
    public async Task A_token_that_is_refused_in_the_middle_of_a_payment_is_asked_for_again_and_the_payment_is_made_once()
    {
        await using var provider = await Provider();
        await using var deployment = await Deployment.Start(Settings(provider));
        var shop = deployment.Shop();
        var product = await shop.Sells(Some.DrawnProduct());
        await using var visit = await browser.Open(lang: "en", address: deployment.Frontends[0].Address, provider: provider.Authority);
        await visit.At($"/checkout?product={product.Id}&sku={product.Sku}&quantity=1");
        await SignIn(visit, "mina");
        await Expect(visit.Button("", "Charge the missing")).ToBeVisibleAsync();
        var token = (await Token(visit))!;
        (await shop.Bearer(token).Charge(100_000)).Expect(201);
        await visit.Page.ReloadAsync();

        // The shop hears the payment, its answer is lost, and meanwhile the provider withdraws the key of the token.
        var payments = 0;
        await visit.Page.RouteAsync("**/v1/orders", async route =>
        {
            if (route.Request.Method != HttpMethod.Post.Method || Interlocked.Increment(ref payments) > 1)
            {
                await route.ContinueAsync();
                return;
            }

            await route.FetchAsync();
            provider.Stop();
            await provider.Start();
            (await shop.Bearer(await provider.SignIn("somebody else")).Wallet()).Expect(200);
            await Eventually.Ask(() => shop.Bearer(token).Wallet(), answer => answer.Status == 401, Recovery);
            await route.AbortAsync("connectionreset");
        });
        await visit.Button("", "Pay ₩10,000").ClickAsync();

        await SignIn(visit, "mina");
        await visit.Says("", "A payment of ₩10,000");
        await visit.Button("", "Finish it").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Paid. Thank you." })).ToBeVisibleAsync();
        var renewed = (await Token(visit))!;
        Assert.NotEqual(token, renewed);
        Assert.Equal(90_000, await shop.Bearer(renewed).Balance());
        Assert.Single((await shop.Bearer(renewed).Orders()).Items());
        Assert.Equal(3, payments);
    }

    private static Task<OpenIdProvider> Provider() => OpenIdProvider.Start(new Dictionary<string, object>());

    private static ShopSettings Settings(OpenIdProvider provider) => new()
    {
        Stage = "Production",
        DevTokens = false,
        SigningKey = true,
        More = new Dictionary<string, string>
        {
            ["Authentication__Schemes__Bearer__Authority"] = provider.Authority.ToString(),
            ["Authentication__Schemes__Bearer__RequireHttpsMetadata"] = "false",
            ["Authentication__Schemes__Bearer__ValidAudiences__1"] = OpenIdProvider.Audience,
            ["Pages__SignIn__Authority"] = provider.Authority.ToString(),
            ["Pages__SignIn__ClientId"] = "shop-page",
            ["Pages__SignIn__Scope"] = "openid shop",
            ["Pages__SignIn__Audience"] = OpenIdProvider.Audience,
        },
    };

    /// <summary>From a page that asks to sign in, over the provider's own pages, and back.</summary>
    private static async Task SignIn(Visit visit, string account)
    {
        await visit.Page.RouteAsync("https://fonts.googleapis.com/**", route => route.AbortAsync());
        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = visit.In("로그인", "Sign in") }).ClickAsync();
        await visit.Button("계정으로 로그인", "Sign in with your account").ClickAsync();
        await visit.Page.Locator("input[name=login]").FillAsync(account);
        await visit.Page.Locator("input[name=password]").FillAsync("any");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = visit.In("주문과 결제", "Order and pay") })).ToBeVisibleAsync();
    }

    private static Task<string?> Token(Visit visit) => visit.Page.EvaluateAsync<string?>("() => sessionStorage.getItem('token')");
}
