using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>What is true of every page: it can be read by all, is small and soon there, and runs nothing that did not come with it.</summary>
public sealed partial class PageTests(Browser browser)
{
    private static readonly string[] Paths = ["/", "/products", "/products/linen-shirt", "/drops/welcome", "/cart", "/checkout", "/me", "/sign-in", "/products/no-such-product"];

    [Theory]
    [InlineData(Device.Phone, "ko", false)]
    [InlineData(Device.Desktop, "en", true)]
    public async Task Axe_finds_nothing_on_any_page(Device device, string lang, bool isDark)
    {
        await using var visit = await browser.Open(device, lang, isDark);
        foreach (var path in Paths)
        {
            await visit.At(path);
            await visit.IsAccessible();
        }
    }

    [Theory]
    [InlineData(Device.Desktop, "ko", false)]
    [InlineData(Device.Phone, "en", true)]
    public async Task Axe_finds_nothing_on_the_pages_of_a_user_who_has_something(Device device, string lang, bool isDark)
    {
        var shop = browser.Shop;
        var product = await shop.Sells(Some.DrawnProduct());
        var (used, high) = (await shop.Runs(Some.Campaign()), await shop.Runs(Some.Campaign() with { MinimumOrder = 900_000 }));
        await using var visit = await (await browser.Open(device, lang, isDark)).SignedIn();
        var self = await visit.Self();
        (await self.Charge(50_000)).Expect(201);
        await self.Claimed(high.Id);
        (await self.Buy(product.Sku, 2, await self.Claimed(used.Id))).Expect(201);
        var order = await self.Ordered(product.Sku, 1);
        (await self.SetInCart(product.Sku, 2)).Expect(200);

        foreach (var path in (string[])["/me", "/cart", "/checkout", "/checkout/" + order, "/me/orders/" + order, "/drops/" + high.Id, $"/checkout?product=wool-coat&sku=COAT-CAMEL-S&quantity=1"])
        {
            await visit.At(path);
            await visit.IsAccessible();
        }
    }

    [Fact]
    public async Task The_first_page_is_less_than_a_hundred_kilobytes_and_comes_again_without_its_parts()
    {
        await using var visit = await browser.Open(Device.Desktop);
        await visit.At("/");
        var first = await Transferred(visit.Page);
        await visit.At("/");
        var again = await Transferred(visit.Page);

        Assert.InRange(first, 10_000, 100_000);
        Assert.InRange(again, 0, first / 2);
    }

    [Fact]
    public async Task Pages_run_nothing_that_is_not_theirs_and_all_other_addresses_stay_the_contracts()
    {
        var shop = browser.Shop;
        foreach (var path in Paths)
        {
            var page = (await shop.Anonymous.Get(path)).Expect(200);
            var policy = page.Header("Content-Security-Policy")!;
            Assert.Equal("text/html", page.ContentType);
            Assert.DoesNotContain("unsafe", policy);
            Assert.Contains("script-src 'self' 'sha256-", policy);
            Assert.Contains("default-src 'none'", policy);
            Assert.Contains("connect-src 'self';", policy);
            Assert.DoesNotMatch("<style| style=| on[a-z]+=|<script(?! type=\"importmap\")(?![^>]* src=)", page.Text);
            Assert.Equal(page.Header("Content-Length"), (await shop.Anonymous.Send(System.Net.Http.HttpMethod.Head, path, null)).Expect(200).Header("Content-Length"));
        }

        (await shop.Anonymous.Get("/no-such-page")).Expect(404, "not_found");
        (await shop.Anonymous.Get("/v1")).Expect(404, "not_found");
        (await shop.Anonymous.Get("/js/no-such-script.js")).Expect(404, "not_found");
        (await shop.Anonymous.Post("/cart")).Expect(405, "method_not_allowed");

        var start = await shop.Anonymous.Get("/");
        var parts = Part().Matches(start.Text);
        Assert.True(parts.Count > 10, start.Text);
        foreach (Match part in parts)
        {
            var asset = (await shop.Anonymous.Get(part.Groups[1].Value)).Header("Cache-Control");
            Assert.Equal("max-age=31536000, immutable", asset);
        }
    }

    [Fact]
    public async Task A_policy_that_is_broken_would_be_seen()
    {
        var visit = await (await browser.Open()).At("/");
        await visit.Page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = '1'; document.body.append(s); }");
        await Eventually.Ask(() => Task.FromResult(visit.Faults.Count), count => count > 0, TimeSpan.FromSeconds(10));

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () => await visit.DisposeAsync());
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_led_there_and_back_and_the_token_stands_in_no_address()
    {
        await using var visit = await browser.Open(lang: "en");
        var addresses = new ConcurrentQueue<string>();
        visit.Page.Request += (_, request) => addresses.Enqueue(request.Url);
        visit.Page.FrameNavigated += (_, frame) => addresses.Enqueue(frame.Url);
        await visit.At("/cart");
        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("no blanks here");
        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.Says("", "Not a name");
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Some.UserId());
        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await visit.Says("", "The cart is empty.");
        Assert.Equal("/cart", new Uri(visit.Page.Url).PathAndQuery);
        var token = (await visit.Page.EvaluateAsync<string?>("() => sessionStorage.getItem('token')"))!;
        Assert.DoesNotContain(token, await visit.Page.EvaluateAsync<string>("() => JSON.stringify({ ...localStorage }) + document.cookie"));
        await visit.Button("", "Sign out").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Null(await visit.Page.EvaluateAsync<string?>("() => sessionStorage.getItem('token')"));
        Assert.Contains(addresses, address => address.EndsWith("/v1/cart", StringComparison.Ordinal));
        Assert.All(addresses, address => Assert.DoesNotContain(token, address));
    }

    private static Task<long> Transferred(IPage page) => page.EvaluateAsync<long>(
        "() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((sum, entry) => sum + entry.transferSize, 0)");

    [GeneratedRegex("(?:src|href)=\"(/(?:js|css)[^\"]+)\"")]
    private static partial Regex Part();
}
