using System.Runtime.CompilerServices;
using ECommerce.Storefront.Tests.Console;
using static Microsoft.Playwright.Assertions;

namespace ECommerce.Storefront.Tests;

/// <summary>The pictures in README.md and README.ko.md, of a shop of their own in the middle of a drop.</summary>
public sealed class ReadmeTests(Browser browser)
{
    /// <summary>The largest picture, in bytes.</summary>
    private const long Largest = 150_000;

    private static readonly string[] Scenes = ["start", "drop", "console"];

    [Fact]
    public async Task The_start_a_drop_and_the_console_are_pictured_in_both_languages()
    {
        await using var deployment = await Deployment.Start(new ShopSettings { More = new Dictionary<string, string> { ["Demo__Seed"] = "true" } });
        var (shop, address) = (deployment.Shop(signed: false), deployment.Frontends[0].Address);
        await Eventually.Ask(async () => (await shop.Anonymous.Get("/v1/campaigns")).Expect(200)["items"].GetArrayLength(), campaigns => campaigns == 2, TimeSpan.FromSeconds(60));
        foreach (var (sku, units) in new[] { ("HOOD-GREY-M", 9), ("RIBBED-BEANIE", 7), ("COAT-CAMEL-S", 5), ("TEE-BLACK-M", 4), ("CANVAS-TOTE", 3) })
        {
            (await (await shop.NewUser(10_000_000)).Buy(sku, units)).Expect(201);
        }

        foreach (var lang in new[] { "ko", "en" })
        {
            var drop = await shop.Runs(Some.Campaign() with
            {
                Name = lang == "ko" ? "첫눈" : "First snow",
                Value = 20_000,
                MinimumOrder = 80_000,
                EndsAt = DateTimeOffset.UtcNow.AddMinutes(24),
            });
            await using var console = await browser.Open(Device.Desktop, lang, address: address);
            await console.AsOperator();
            await console.Says("실시간", "Live");
            await console.Says("장부가 맞습니다", "The books balance");
            await using var phone = await (await browser.Open(Device.Phone, lang, isDark: true, address: address)).SignedIn(back: "/drops/" + drop.Id);

            await Task.WhenAll((await shop.NewUsers(72)).Select(user => user.Claimed(drop.Id)));
            await phone.Says("100장 중 28장 남음", "28 of 100 left");
            await phone.Page.Locator("button.big").ClickAsync();
            await phone.Says("100장 중 73번째", "73rd of 100");
            await phone.Says("100장 중 27장 남음", "27 of 100 left");
            await phone.Picture($"readme-drop-{lang}");

            await Expect(console.Page.Locator(".burn", new() { HasText = drop.Name })).ToContainTextAsync(console.In("100장 중 73장 발급", "73 of 100 issued"));
            await console.Picture($"readme-console-{lang}");

            await using var start = await (await browser.Open(Device.Desktop, lang, address: address)).At("/");
            await start.Says("많이 찾은 다섯 가지", "The five most wanted");
            await start.Says(drop.Name, drop.Name);
            await start.Picture($"readme-start-{lang}");
            (await shop.Save(drop with { EndsAt = DateTimeOffset.UtcNow })).Expect(200);
        }
    }

    [Theory]
    [InlineData("README.md", "en")]
    [InlineData("README.ko.md", "ko")]
    public void Its_pictures_are_there_and_small(string file, string lang)
    {
        var text = File.ReadAllText(Path.Combine(Root(), file));
        foreach (var scene in Scenes)
        {
            var picture = $"docs/screenshots/{scene}-{lang}.png";
            Assert.Contains(picture, text);
            Assert.InRange(new FileInfo(Path.Combine(Root(), picture)).Length, 10_000, Largest);
        }
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../.."));
}
