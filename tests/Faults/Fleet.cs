namespace ECommerce.Faults;

/// <summary>Two shops behind the proxy: one of them stops, or freezes, and users hardly notice.</summary>
public sealed class Fleet(ProxiedFleet fleet, ITestOutputHelper output) : IClassFixture<ProxiedFleet>
{
    // Longer than the proxy needs to find that a process does not answer its probes: twice three seconds, and the seconds between.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_process_asked_to_stop_under_load_and_started_again_fails_no_call_behind_the_proxy()
    {
        await fleet.Running();
        var process = fleet.Processes[1];

        var impact = await Scenario.Of(
            fleet,
            async load =>
            {
                Assert.Equal(0, await process.Stop());
                await process.Start();
                await fleet.HasReady(2);
            },
            output);

        Assert.True(impact.WentOn, impact.ToString());
    }

    [Fact]
    public async Task A_frozen_process_is_left_out_by_the_proxy_and_does_no_harm_when_it_goes_on()
    {
        await fleet.Running();

        await Scenario.Of(
            fleet.For(Patience),
            async load =>
            {
                await using (await Frozen.Process(fleet.Processes[0].Id))
                {
                    // Calls that it had taken end with their users' patience.
                    await fleet.HasReady(1);
                    await load.GoesOn(5 * load.Users);
                }

                await fleet.HasReady(2);
            },
            output,
            breaks: true);
    }
}
