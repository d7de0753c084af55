namespace ECommerce.Storefront.Tests;

/// <summary>How soon the start can be used. It is measured when all tests beside it have ended.</summary>
[Collection(nameof(StartTests))]
[CollectionDefinition(nameof(StartTests), DisableParallelization = true)]
public sealed class StartTests(Browser browser)
{
    private const int Attempts = 8;

    /// <summary>How long a phone of the middle class takes for <see cref="Work"/>, in milliseconds.</summary>
    private const double PhonesWork = 240;

    private const string Work = """
        () => Math.min(...[1, 2, 3].map(() => {
            const from = performance.now();
            let x = 1;
            for (let i = 0; i < 2e7; i++) {
                x = (x * 31 + i) % 1000003;
            }

            return x < 0 ? 0 : performance.now() - from;
        }))
        """;

    [Fact]
    public async Task On_a_phone_with_a_usual_network_the_start_can_be_used_within_a_second()
    {
        // The best of a few: the machine may be busy with something else, the page has no part in that.
        var (best, shown) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Attempts && (best >= 1_000 || shown >= 2_000); i++)
        {
            await using var visit = await browser.Open();
            var slower = Math.Max(1, PhonesWork / await visit.Page.EvaluateAsync<double>(Work));
            var network = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
            await network.SendAsync("Network.enable");
            await network.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
            {
                ["offline"] = false,
                ["latency"] = 60,
                ["downloadThroughput"] = 9_000_000 / 8,
                ["uploadThroughput"] = 3_000_000 / 8,
            });
            await network.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = slower });
            await visit.At("/");
            best = Math.Min(best, await At(visit.Page, "interactive"));
            shown = Math.Min(shown, await At(visit.Page, "shown"));
        }

        // From then on links and buttons work; what is sold is shown with the answers of the shop.
        Assert.InRange(best, 60, 1_000);
        Assert.InRange(shown, 60, 2_000);
    }

    private static Task<double> At(IPage page, string mark) => page.EvaluateAsync<double>("mark => performance.getEntriesByName(mark)[0].startTime", mark);
}
