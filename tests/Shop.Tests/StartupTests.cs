namespace ECommerce.ShopTests;

public sealed class Startup(ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_built_program_is_ready_soon_on_an_empty_ledger()
    {
        await using var deployment = await Deployment.Start();
        var shop = deployment.Frontends[0];

        output.WriteLine($"Ready after {shop.StartupTime.TotalSeconds:0.00} s (target 3 s, bound {Bound.TotalSeconds} s).");
        TestContext.Current.AddAttachment("startup-seconds", $"{shop.StartupTime.TotalSeconds:0.00}");
        Assert.True(shop.StartupTime < Bound, $"Ready after {shop.StartupTime}");
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
