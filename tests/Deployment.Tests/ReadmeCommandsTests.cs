using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ECommerce.Deployment.Tests;

/// <summary>What the READMEs tell readers to paste does what they say, on the shop that their first command runs.</summary>
public sealed partial class ReadmeCommandsTests
{
    [Theory]
    [InlineData("README.md", "## A tour in five minutes", "### An operator's day")]
    [InlineData("README.ko.md", "## 5분 둘러보기", "### 운영자의 하루")]
    public async Task The_tour_twice_and_then_the_operators_day_do_what_they_say(string readme, string tour, string day)
    {
        var (bash, _) = (Installed.Program("bash"), Installed.Program("curl"));
        await using var shop = await ShopProcess.Start(new ShopSettings { More = new Dictionary<string, string> { ["Demo__Seed"] = "true" } });
        await Eventually.Ask(() => IsFilled(shop.Http), filled => filled, TimeSpan.FromSeconds(60));
        using var folder = new TempDirectory();
        Directory.CreateDirectory(folder.File("data"));
        File.CreateSymbolicLink(folder.File("data/payments.jsonl"), shop.PaymentsFile);
        var (tours, days) = (Commands(readme, tour), Commands(readme, day));

        async Task<string> Pasted(string commands)
        {
            var script = $"cd '{folder.Path}'\n{commands.Replace("http://localhost:5080", shop.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)}";
            return (await Command.Run(bash, "-c", script)).Output;
        }

        var first = await Pasted(tours);
        Assert.Empty(Problems(first));
        Assert.Contains("\"balance\":47000", first, StringComparison.Ordinal);
        Assert.Contains("\"ok\":true", first, StringComparison.Ordinal);

        var second = await Pasted(tours);
        Assert.Equal(["coupon_already_issued"], Problems(second));
        Assert.Contains("\"balance\":47000", second, StringComparison.Ordinal);

        var operators = await Pasted($"{tours}\n{days}");
        Assert.Equal(["coupon_already_issued"], Problems(operators));
        Assert.Contains("\"refunded\":", operators, StringComparison.Ordinal);
        Assert.Contains("\"paused\":true", operators, StringComparison.Ordinal);
        Assert.Matches("\"action\":\"campaign.pause\".*\"action\":\"order.refund\"", operators);
        Assert.Contains("TEE-BLACK-M", await File.ReadAllTextAsync(folder.File("orders.csv")), StringComparison.Ordinal);
        Assert.Contains("TEE-BLACK-M", await File.ReadAllTextAsync(folder.File("products.csv")), StringComparison.Ordinal);
    }

    /// <summary>The commands under a heading, up to the next one.</summary>
    private static string Commands(string readme, string heading)
    {
        var text = Repository.Read(readme);
        var begin = text.IndexOf($"\n{heading}\n", StringComparison.Ordinal) + heading.Length + 2;
        Assert.True(begin > heading.Length + 1, $"{readme} has no heading {heading}.");
        var section = text[begin..];
        var end = Heading().Match(section);
        return string.Join('\n', Shell().Matches(end.Success ? section[..end.Index] : section).Select(block => block.Groups[1].Value));
    }

    /// <summary>The codes of answers that are problems.</summary>
    private static IEnumerable<string> Problems(string output) => Code().Matches(output).Select(match => match.Groups[1].Value);

    private static async Task<bool> IsFilled(HttpClient http)
    {
        var products = await http.GetFromJsonAsync<JsonElement>("/v1/products?q=cotton");
        using var campaign = await http.GetAsync("/v1/campaigns/welcome");
        return products.GetProperty("items").GetArrayLength() > 0 && campaign.IsSuccessStatusCode;
    }

    [GeneratedRegex("^#+ ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex("\"code\":\"([a-z_]+)\"")]
    private static partial Regex Code();
}
