using ECommerce.Storefront.Tests;

[assembly: AssemblyFixture(typeof(Browser))]

namespace ECommerce.Storefront.Tests;

/// <summary>A shop with the demo catalogue and Debian's Chromium, for the whole run. Each test looks with a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>How long anything may take, in milliseconds.</summary>
    private const float Patience = 90_000;

    private static readonly Dictionary<string, string> Demo = new() { ["Demo__Seed"] = "true" };

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Deployment? _deployment;
    private Shop? _shop;

    /// <summary>Where pictures of the pages are kept.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Artifacts(), "screenshots")).FullName;

    /// <summary>The shop. Without Chromium the test is skipped, and under CI it fails.</summary>
    public Shop Shop => _shop ?? throw Missing();

    /// <summary>Where the shop is.</summary>
    public Uri Address => (_deployment ?? throw Missing()).Frontends[0].Address;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return;
        }

        // In the seconds of the start nothing else uses the machine, so both start at once.
        var shop = Deployment.Start(new ShopSettings { More = Demo });
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        _deployment = await shop;
        _shop = _deployment.Shop(signed: false);
        await Eventually.Ask(
            async () => (await Shop.Anonymous.Get("/v1/campaigns")).Expect(200)["items"].GetArrayLength(), campaigns => campaigns == 2, TimeSpan.FromSeconds(30));
    }

    /// <summary>A window with a fresh profile. A test may have several; how many tests run at once is the runner's affair.</summary>
    /// <param name="address">Where the shop is; null: the one of all tests.</param>
    /// <param name="provider">Where people sign in, beside the shop the only origin that may be asked for anything.</param>
    public async Task<Visit> Open(Device device = Device.Phone, string lang = "ko", bool isDark = false, Uri? address = null, Uri? provider = null)
    {
        if (_browser is null)
        {
            throw Missing();
        }

        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = (address ?? Address).ToString(),
            Locale = lang == "ko" ? "ko-KR" : "en-GB",
            TimezoneId = "Asia/Seoul",
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = device == Device.Phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 860 },
            HasTouch = device == Device.Phone,
        });
        context.SetDefaultTimeout(Patience);
        return new Visit(this, context, await context.NewPageAsync(), lang, provider);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_deployment is not null)
        {
            await _deployment.DisposeAsync();
        }
    }

    private static Exception Missing()
    {
        const string reason = "Chromium was not found: install it (for example apt-get install chromium).";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.Skip(reason);
        return new InvalidOperationException(reason);
    }

    // …/artifacts for …/artifacts/bin/Storefront.Tests/debug/.
    private static string Artifacts() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.FullName;
}

/// <summary>What one looks with.</summary>
public enum Device
{
    Phone,
    Desktop,
}
