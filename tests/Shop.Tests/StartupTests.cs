using System.Net;

namespace ECommerce.ShopTests;

public sealed class Startup(ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_built_program_is_ready_soon_on_an_empty_ledger()
    {
        await using var deployment = await Deployment.Start();
        var shop = deployment.Frontends[0];

        output.WriteLine($"Ready after {shop.StartupTime.TotalSeconds:0.00} s (target 2.5 s, bound {Bound.TotalSeconds} s).");
        TestContext.Current.AddAttachment("startup-seconds", $"{shop.StartupTime.TotalSeconds:0.00}");
        Assert.True(shop.StartupTime < Bound, $"Ready after {shop.StartupTime}");
    }

    [Fact]
    public async Task It_says_where_the_shop_its_documentation_and_a_token_are_and_leaves_nothing_in_the_home_folder()
    {
        using var home = new TempDirectory();
        await using var process = await ShopProcess.Start(new ShopSettings
        {
            More = new Dictionary<string, string> { ["HOME"] = home.Path, ["Logging__LogLevel__Default"] = "Information" },
        });

        var log = await Eventually.Ask(() => Task.FromResult(process.Log), text => text.Contains("/dev/tokens"), Bound);
        var address = process.Address.ToString().TrimEnd('/');
        Assert.Contains($"The shop is at {address}, its documentation at {address}/docs", log);
        Assert.Contains($"curl {address}/dev/tokens", log);
        Assert.DoesNotContain("warn:", log);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path));
    }

    [Fact]
    public async Task A_shop_of_one_process_listens_on_loopback_only_for_HTTP_and_for_its_own_silo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sockets are read from /proc.");
        await using var process = await ShopProcess.Start();

        var listening = ListeningSockets.Of(process);
        Assert.All(listening, endpoint => Assert.Equal(IPAddress.Loopback, endpoint.Address));
        Assert.Equal(process.Address.Port, Assert.Single(listening, endpoint => endpoint.Port == process.Address.Port).Port);
        Assert.Equal(2, listening.Count);
    }

    [Fact]
    public async Task A_shop_that_starts_before_its_database_lives_answers_503_and_is_ready_once_the_database_is()
    {
        PostgresServer.RequirePostgres();
        await using var server = await PostgresServer.StartPrivate();
        Assert.SkipWhen(server is null, "TEST_POSTGRES names a server that is not ours to stop.");
        var settings = new ShopSettings { SigningKey = true, Postgres = await server.NewDatabase() };
        await server.Stop();
        await using var process = ShopProcess.Launched(settings);
        var shop = new Shop([process.Http], signed: true);
        var user = await shop.NewUser();

        await Eventually.Holds(async () => (await shop.Anonymous.Get("/livez")).Expect(200), Recovery);
        (await shop.Anonymous.Get("/readyz")).Expect(503);
        (await user.Wallet()).Expect(503, "unavailable");
        (await shop.Anonymous.Get("/v1/products")).Expect(503, "unavailable");

        await server.Start();
        await Eventually.Holds(async () => (await shop.Anonymous.Get("/readyz")).Expect(200), Recovery);
        (await user.Charge(1_000)).Expect(201);
        await shop.BooksAreRight();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_program_stops_by_itself_when_asked_to(bool isCluster)
    {
        await using var deployment = isCluster ? await Deployment.StartCluster() : await Deployment.Start();

        foreach (var process in deployment.Frontends.Concat(deployment.Silos))
        {
            Assert.Equal(0, await process.Stop());
        }
    }
}
