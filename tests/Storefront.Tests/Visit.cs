using System.Collections.Concurrent;
using System.Net.Http;
using Deque.AxeCore.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>Somebody who looks at the shop in a window of their own. At its end nothing may have gone wrong on the way.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly Browser _browser;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    public Visit(Browser browser, IBrowserContext context, IPage page, string lang, Uri? provider)
    {
        (_browser, _context, Page, Lang) = (browser, context, page, lang);
        page.PageError += (_, error) => _faults.Enqueue("Uncaught: " + error);
        page.Console += (_, message) =>
        {
            // A refusal of the contract is an answer; the browser prints each as an error all the same.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _faults.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.Request += (_, request) =>
        {
            // Pictures come from wherever the catalogue says; those of the tests' products are nowhere. What the provider's own pages ask for is its affair.
            var (from, to) = (new Uri(page.Url == "about:blank" ? request.Url : page.Url).Authority, new Uri(request.Url).Authority);
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("https://images.example/", StringComparison.Ordinal)
                && from != to && provider?.Authority != from && provider?.Authority != to)
            {
                _faults.Enqueue("Another origin: " + request.Url);
            }
        };
    }

    /// <summary>What is seen.</summary>
    public IPage Page { get; }

    /// <summary>ko or en.</summary>
    public string Lang { get; }

    /// <summary>The user whose window it is; empty before they have signed in.</summary>
    public string User { get; private set; } = "";

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>The text in the language of the window.</summary>
    public string In(string korean, string english) => Lang == "ko" ? korean : english;

    /// <summary>Goes somewhere.</summary>
    public async Task<Visit> At(string path)
    {
        await Page.GotoAsync(path);
        await Expect(Page.Locator("main[data-ready]")).ToBeVisibleAsync();
        return this;
    }

    /// <summary>Signs in by the page, as a user nobody else is or as one who is somewhere else as well.</summary>
    public async Task<Visit> SignedIn(string? user = null, string back = "/")
    {
        User = user ?? Some.UserId();
        await At("/sign-in?back=" + Uri.EscapeDataString(back));
        await Page.GetByLabel(In("이름", "Name"), new() { Exact = true }).FillAsync(User);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = In("로그인", "Sign in"), Exact = true }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Uri(new Uri(Page.Url), back).AbsoluteUri);
        await Expect(Page.Locator("main[data-ready]")).ToBeVisibleAsync();
        return this;
    }

    public ILocator Button(string korean, string english) => Page.GetByRole(AriaRole.Button, new() { Name = In(korean, english) });

    public ILocator Link(string korean, string english) => Page.GetByRole(AriaRole.Link, new() { Name = In(korean, english) });

    /// <summary>Waits until the page says it.</summary>
    public Task Says(string korean, string english) => Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync(In(korean, english));

    /// <summary>Keeps a picture of what is seen.</summary>
    public Task Picture(string name, bool whole = false) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Screenshots, name + ".png"), FullPage = whole });

    /// <summary>Fails with everything that axe finds.</summary>
    public async Task IsAccessible()
    {
        var found = await Page.RunAxe();
        Assert.Empty(found.Violations.Select(violation =>
            $"{Page.Url} {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
    }

    /// <summary>From now on calls that change something are heard by the shop, and their answers are lost on the way.</summary>
    /// <param name="most">After so many, answers arrive again.</param>
    /// <param name="status">What the page is told instead; null: nothing, the connection ends.</param>
    /// <returns>How many such calls there were.</returns>
    public async Task<Func<int>> LosesAnswers(string path, int most = int.MaxValue, int? status = null)
    {
        var calls = 0;
        await Page.RouteAsync(path, async route =>
        {
            if (route.Request.Method != HttpMethod.Post.Method || Interlocked.Increment(ref calls) > most)
            {
                await route.ContinueAsync();
                return;
            }

            await route.FetchAsync();
            await (status is { } told ? route.FulfillAsync(new() { Status = told }) : route.AbortAsync("connectionreset"));
        });
        return () => calls;
    }

    /// <summary>What the shop knows of the user.</summary>
    public Task<Caller> Self() => _browser.Shop.User(User);

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(_faults);
    }
}
