namespace ECommerce.Faults;

/// <summary>Two shops behind the proxy: one of them stops, or freezes, and users hardly notice.</summary>
public sealed class Fleet(ITestOutputHelper output)
{
    [Fact]
    public async Task Processes_asked_to_stop_one_after_the_other_under_load_fail_no_call_behind_the_proxy()
    {
        await using var fleet = await ProxiedFleet.Start();

        var impact = await Scenario.Of(
            fleet,
            async load =>
            {
                foreach (var process in fleet.Processes)
                {
                    Assert.Equal(0, await process.Stop());
                    await load.GoesOn(load.Users);
                    await process.Start();
                    await fleet.HasReady(2);
                    await load.GoesOn(load.Users);
                }
            },
            output);

        Assert.Equal(0, impact.Failed);
    }

    [Fact]
    public async Task A_frozen_process_is_left_out_by_the_proxy_and_does_no_harm_when_it_goes_on()
    {
        await using var fleet = await ProxiedFleet.Start();

        await Scenario.Of(
            fleet,
            async load =>
            {
                await using (await Frozen.Process(fleet.Processes[0].Id))
                {
                    await fleet.HasReady(1);
                    await load.GoesOn(5 * load.Users);
                }

                await fleet.HasReady(2);
            },
            output,
            breaks: true);

        await Invariants.EventsOfAUserAreInOrder(fleet.PaymentsFile);
    }
}
