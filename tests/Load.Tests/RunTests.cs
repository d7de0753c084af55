using System.Text.Json;

namespace ECommerce.Load.Tests;

/// <summary>The program as it is called, on a real shop beside real rivals; short, so that its figures mean nothing.</summary>
public sealed class RunTests
{
    /// <summary>It starts shops, plays rounds and checks them, maybe while other tests use every processor.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_run_checks_the_books_and_leaves_a_report_that_needs_no_network()
    {
        PostgresServer.RequirePostgres();
        using var folder = new TempDirectory();

        var (code, output) = await Load(
            "run", "claim", "buy-zipf", "list", "mixed", "--rounds", "1", "--warm-rounds", "0", "--seconds", "1", "--users", "40", "--skus", "5",
            "--skew", "1", "--orders", "1", "--beside", "row-lock", "conditional-update", "empty", "--report", folder.Path);

        Assert.True(code == 0, output);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("load.json")));
        var results = json.RootElement.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["claim", "buy-zipf", "list", "mixed"], results.Select(result => result.GetProperty("profile").GetString()));
        Assert.Equal([4, 4, 2, 1], results.Select(result => result.GetProperty("scores").GetArrayLength()));
        Assert.All(results.SelectMany(result => result.GetProperty("scores").EnumerateArray()), score =>
        {
            Assert.True(score.GetProperty("perSecond").GetDouble() > 0, score.ToString());
            Assert.Empty(score.GetProperty("unexpected").EnumerateObject());
        });
        var page = await File.ReadAllTextAsync(folder.File("load.html"));
        Assert.Contains("<svg", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotMatch("(src|href)=\"http", page);
    }

    [Fact]
    public async Task A_drop_ends_with_every_coupon_and_unit_given_once()
    {
        PostgresServer.RequirePostgres();
        using var folder = new TempDirectory();

        var (code, output) = await Load("run", "drop", "--users", "200", "--seconds", "1", "--rate", "50", "--report", folder.Path);

        Assert.True(code == 0, output);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("load.json")));
        var score = Assert.Single(json.RootElement.GetProperty("results")[0].GetProperty("scores").EnumerateArray());
        Assert.Equal(["calm", "ramp", "herd", "recovery"], score.GetProperty("rounds").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
        Assert.Contains("What is left", await File.ReadAllTextAsync(folder.File("load.html")));
    }

    [Fact]
    public async Task A_history_leaves_books_that_are_right_and_is_measured()
    {
        PostgresServer.RequirePostgres();

        var (code, output) = await Load("history", "2000", "--rounds", "1", "--warm-rounds", "0", "--seconds", "1", "--connections", "4");

        Assert.True(code == 0, output);
        Assert.Matches("2000 orders: [\\s\\S]*start: [\\s\\S]*Checkout: [\\s\\S]*Buy: [\\s\\S]*audit: [\\s\\S]*audit of what is new: ", output);
    }

    [Theory]
    [InlineData("history", "0")]
    [InlineData("run", "nothing")]
    [InlineData("run", "claim", "--connections", "0")]
    [InlineData("run", "claim", "--seconds", "601")]
    [InlineData("run", "buy-zipf", "--skew", "1.6")]
    [InlineData("run", "claim", "--beside", "no-such-build.dll")]
    [InlineData("run", "claim", "--set", "DOTNET_gcServer")]
    public async Task What_is_out_of_bounds_is_refused_before_anything_starts(params string[] arguments)
    {
        var (code, output) = await Load(arguments);

        Assert.NotEqual(0, code);
        Assert.DoesNotContain("starts the shop", output);
    }

    private static Task<(int Code, string Output)> Load(params string[] arguments) => Command.Run(Patience, "dotnet", [ShopProgram.PathOf("Load"), .. arguments]);
}
