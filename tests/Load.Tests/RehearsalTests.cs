using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ECommerce.Load.Tests;

/// <summary>A small day on a real shop that somebody else started.</summary>
public sealed class RehearsalTests
{
    /// <summary>A day is played and cleared up, maybe while other tests use every processor.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_shop_that_sustains_the_day_is_left_as_it_was_found_with_a_report_that_needs_no_network()
    {
        await using var deployment = await Deployment.Start(new ShopSettings());
        var shop = deployment.Shop(signed: false);
        using var folder = new TempDirectory();

        var (code, output) = await Rehearse(deployment, folder, "--users", "20", "--peak", "60", "--steps", "2", "--seconds", "1", "--within", "30000");

        Assert.True(code == 0, output);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("rehearsal.json")));
        var report = json.RootElement;
        Assert.Equal(["30 /s", "60 /s", "herd", "tail"], report.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("name").GetString()));
        Assert.Equal(60, report.GetProperty("sustained").GetDouble());
        Assert.Equal([30, 60, 120, 30], report.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("calls").GetInt32()));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("gaveWay").ValueKind);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("wrong").ValueKind);
        var page = await File.ReadAllTextAsync(folder.File("rehearsal.html"));
        Assert.Contains("<svg", page);
        Assert.Contains("60 calls a second", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotMatch("(src|href)=\"http", page);

        Assert.Empty((await shop.Anonymous.Get("/v1/products")).Expect(200)["items"].EnumerateArray());
        Assert.Empty((await shop.Anonymous.Get("/v1/campaigns")).Expect(200)["items"].EnumerateArray());
        var admin = await shop.Admin();
        Assert.Empty((await admin.Get("/v1/admin/orders?status=paid")).Expect(200)["items"].EnumerateArray());
        var cancelled = (await admin.Get("/v1/admin/orders?status=cancelled&limit=100")).Expect(200)["items"].EnumerateArray().ToList();
        Assert.InRange(cancelled.Count, 20, 100);
        foreach (var user in cancelled.Select(order => order.GetProperty("userId").GetString()!).Distinct())
        {
            Assert.StartsWith("rehearsal-", user);
            Assert.Equal(0, (await admin.Get("/v1/admin/users/" + user)).Expect(200)["balance"].GetInt64());
        }

        await shop.BooksAreRight();
    }

    [Fact]
    public async Task One_that_is_stopped_ends_the_load_and_takes_back_what_it_made()
    {
        await using var deployment = await Deployment.Start(new ShopSettings());
        var shop = deployment.Shop(signed: false);
        using var folder = new TempDirectory();
        string[] arguments =
        [
            ShopProgram.PathOf("Load"), "rehearsal", "--target", deployment.Frontends[0].Address.ToString(), "--report", folder.Path,
            "--users", "20", "--peak", "20", "--steps", "2", "--seconds", "120", "--within", "30000",
        ];
        using var rehearsal = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        try
        {
            var (shown, told) = (rehearsal.StandardOutput.ReadToEndAsync(), rehearsal.StandardError.ReadToEndAsync());
            await Eventually.Holds(async () => Assert.NotEmpty((await shop.Anonymous.Get("/v1/campaigns")).Ids()), Bounds.Publication);

            await Command.Run("kill", "-TERM", $"{rehearsal.Id}");
            await rehearsal.WaitForExitAsync().WaitAsync(Patience);

            Assert.NotEqual(0, rehearsal.ExitCode);
            Assert.Contains("The rehearsal was stopped.", await told);
            Assert.DoesNotContain("Not cleared up", await told + await shown);
        }
        finally
        {
            rehearsal.Kill();
        }

        Assert.Empty((await shop.Anonymous.Get("/v1/campaigns")).Ids());
        Assert.Empty((await shop.Anonymous.Get("/v1/products")).Ids());
        Assert.Empty((await (await shop.Admin()).Get("/v1/admin/orders?status=paid")).Ids());
    }

    [Fact]
    public async Task It_says_where_a_shop_gives_way_and_which_setting_to_raise()
    {
        await using var deployment = await Deployment.Start(new ShopSettings
        {
            DevTokens = false,
            SigningKey = true,
            RateLimits = true,
            More = new Dictionary<string, string> { ["RateLimits__User__PermitsPerSecond"] = "10", ["RateLimits__User__Burst"] = "40" },
        });
        using var folder = new TempDirectory();
        var key = SignedToken.Configuration.Single(setting => setting.Name.EndsWith("__Value")).Value;

        var (code, output) = await Rehearse(
            deployment, folder, "--signing-key", key, "--issuer", "shop-tests", "--audience", "shop", "--admin-token", SignedToken.For("boss", admin: true),
            "--users", "10", "--peak", "600", "--steps", "3", "--seconds", "1", "--within", "30000");

        Assert.True(code == 0, output);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("rehearsal.json")));
        var report = json.RootElement;
        var gaveWay = report.GetProperty("gaveWay");
        Assert.Contains(gaveWay.GetProperty("signs").EnumerateArray(), sign => sign.GetString() == "RateLimited");
        Assert.True(gaveWay.GetProperty("perSecond").GetDouble() > report.GetProperty("sustained").GetDouble());
        var last = report.GetProperty("steps").EnumerateArray().Last(step => step.GetProperty("perSecond").ValueKind == JsonValueKind.Number && step.GetProperty("name").GetString() != "tail");
        Assert.Equal(gaveWay.GetProperty("perSecond").GetDouble(), last.GetProperty("perSecond").GetDouble());
        Assert.True(last.GetProperty("problems").GetProperty("429 rate_limited").GetInt32() > 0);
        Assert.Contains(report.GetProperty("advice").EnumerateArray(), advice => advice.GetProperty("settings").EnumerateArray().Any(it => it.GetString() == "RateLimits:User:Burst"));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("wrong").ValueKind);
    }

    [Theory]
    [InlineData("Load is made on this machine only", "--target", "http://shop.example")]
    [InlineData("is not ready", "--target", "http://127.0.0.1:1")]
    [InlineData("--target is an address", "--target", "shop")]
    [InlineData("--target is an address", "--target", "ftp://127.0.0.1")]
    [InlineData("--signing-key is base64", "--target", "http://127.0.0.1:1", "--signing-key", "%")]
    [InlineData("--users is from", "--target", "http://127.0.0.1:1", "--users", "1000000")]
    public async Task What_cannot_be_rehearsed_on_is_refused_with_the_reason(string reason, params string[] arguments)
    {
        var (code, output) = await Load(["rehearsal", .. arguments]);

        Assert.NotEqual(0, code);
        Assert.Contains(reason, output);
    }

    [Theory]
    [InlineData("http://localhost:5080", false)]
    [InlineData("https://shop.example", true)]
    public void The_command_that_the_console_names_is_one_of_this_program(string origin, bool isElsewhere)
    {
        var page = File.ReadAllText(Path.Combine(Repository, "src/WebFrontend/wwwroot/console/pages/rehearsal.js"));
        var command = Regex.Match(page, "const COMMAND = `dotnet run -c Release --project tests/Load -- (.+)`;").Groups[1].Value
            .Replace("${location.origin}", origin)
            .Replace("${IS_HERE ? \"\" : \" --remote\"}", isElsewhere ? " --remote" : "");

        var parsed = Commands.Root().Parse(command.Split(' '));

        Assert.Empty(parsed.Errors);
        Assert.Equal("rehearsal", parsed.CommandResult.Command.Name);
        Assert.Equal(isElsewhere, command.EndsWith(" --remote", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_sign_has_advice_that_names_settings_and_papers_that_there_are()
    {
        var readme = File.ReadAllText(Path.Combine(Repository, "README.md"));

        Assert.Equal(Enum.GetValues<Sign>(), Advice.All.Select(advice => advice.Sign));
        Assert.All(Advice.All, advice => Assert.True(File.Exists(Path.Combine(Repository, advice.Paper)), advice.Paper));
        Assert.All(Advice.All.SelectMany(advice => advice.Settings), setting => Assert.Contains($":{setting.Split(':')[^1]}", readme));
    }

    private static string Repository => Path.GetFullPath(Path.Combine(Here(), "../.."));

    private static Task<(int Code, string Output)> Rehearse(Deployment deployment, TempDirectory folder, params string[] more) =>
        Load(["rehearsal", "--target", deployment.Frontends[0].Address.ToString(), "--report", folder.Path, .. more]);

    private static Task<(int Code, string Output)> Load(params string[] arguments) => Command.Run(Patience, "dotnet", [ShopProgram.PathOf("Load"), .. arguments]);

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
