using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>Somebody signs in, comes back, and stays signed in until the shop takes the token no longer.</summary>
public sealed class SignInTests(Browser browser)
{
    [Fact]
    public async Task An_address_to_come_back_to_that_leads_out_of_the_shop_leads_to_its_start()
    {
        await using var visit = await browser.Open(lang: "en");
        foreach (var back in new[] { "//elsewhere.example/", "/%09/elsewhere.example/x", "/%5Celsewhere.example/x", "https://elsewhere.example/x" })
        {
            await visit.At("/sign-in?back=" + back);
            await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Some.UserId());
            await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

            await Expect(visit.Page).ToHaveURLAsync(new Uri(browser.Address, "/").ToString());
            await visit.Says("", "The five most wanted");
        }
    }

    [Fact]
    public async Task A_shop_that_gives_no_token_at_first_is_asked_again()
    {
        await using var visit = await browser.Open(lang: "en");
        await visit.LosesAnswers("**/dev/tokens", most: 1, status: 503);

        await visit.SignedIn();
    }

    [Fact]
    public async Task A_token_that_is_not_taken_any_more_leaves_the_shop_open_and_asks_to_sign_in()
    {
        await using var visit = await (await browser.Open(lang: "en")).SignedIn();
        foreach (var token in new[] { "header.payload.signature", "%", "a.bnVsbA.c" })
        {
            await visit.Page.EvaluateAsync("token => sessionStorage.setItem('token', token)", token);

            await visit.At("/products/linen-shirt");
            await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Linen Shirt" })).ToBeVisibleAsync();
            await visit.At("/cart");
            await visit.Says("", "Sign in to see this.");
        }
    }

    [Fact]
    public async Task A_cart_whose_token_expires_while_it_is_open_asks_to_sign_in()
    {
        await using var visit = await (await browser.Open(lang: "en")).SignedIn(back: "/cart");
        await visit.Says("", "The cart is empty.");

        // Its signature is another one from now on, as after a change of the key.
        await visit.Page.EvaluateAsync("() => sessionStorage.setItem('token', sessionStorage.getItem('token').replace(/[^.]+$/, 'AAAA'))");

        await visit.Says("", "Sign in to see this.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_signs_in_by_the_code_flow_and_a_state_of_somebody_else_signs_in_nobody(bool isOwnState)
    {
        await using var visit = await browser.Open(lang: "en");
        var (user, challenge, addressAtExchange) = (Some.UserId(), "", "");
        await Provider(visit.Page, async (route, path) =>
        {
            var query = HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query);
            if (path == "auth")
            {
                challenge = query["code_challenge"]!;
                var state = isOwnState ? query["state"] : "another";
                await route.FulfillAsync(new()
                {
                    ContentType = "text/html",
                    Body = $"<!doctype html><title>Provider</title><script>location.replace(\"{query["redirect_uri"]}?code=once&state={state}\")</script>",
                });
                return;
            }

            var form = HttpUtility.ParseQueryString(route.Request.PostData ?? "");
            addressAtExchange = visit.Page.Url;
            Assert.Equal(challenge, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!))));
            Assert.Equal("once", form["code"]);
            var token = (await browser.Shop.Anonymous.Post("/dev/tokens", new { user, admin = false })).Expect(200).Text("token");
            await route.FulfillAsync(new() { ContentType = "application/json", Body = $$"""{"access_token":"{{token}}"}""" });
        });

        await visit.At("/sign-in?back=/cart");
        await visit.Button("", "Sign in with your account").ClickAsync();

        if (isOwnState)
        {
            await visit.Says("", "The cart is empty.");
            Assert.Equal("/cart", new Uri(visit.Page.Url).PathAndQuery);
            Assert.Equal("/sign-in", new Uri(addressAtExchange).PathAndQuery);
            await visit.At("/me");
            await visit.Says("", user);
        }
        else
        {
            await visit.Says("", "That did not work.");
            Assert.Equal("", addressAtExchange);
            Assert.Equal("/sign-in", new Uri(visit.Page.Url).PathAndQuery);
            Assert.Null(await visit.Page.EvaluateAsync<string?>("() => sessionStorage.getItem('token')"));
        }
    }

    /// <summary>A provider within the shop's own origin, so that the window asks no other.</summary>
    private async Task Provider(IPage page, Func<IRoute, string, Task> answer)
    {
        var authority = new Uri(browser.Address, "/provider").ToString();
        await page.RouteAsync("**/pages/sign-in.json", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = $$$"""{"names":false,"roleClaim":"role","provider":{"authority":"{{{authority}}}","clientId":"shop-page","scope":"openid"}}""",
        }));
        await page.RouteAsync("**/provider/.well-known/openid-configuration", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = $$"""{"authorization_endpoint":"{{authority}}/auth","token_endpoint":"{{authority}}/token"}""",
        }));
        await page.RouteAsync("**/provider/auth?*", route => answer(route, "auth"));
        await page.RouteAsync("**/provider/token", route => answer(route, "token"));
    }
}
