using Xunit;

namespace ECommerce.Simulation.Contract;

public abstract class LifeContract(IRuntimeFixture runtime) : RuntimeContract(runtime)
{
    [Fact]
    public Task Concurrent_first_calls_meet_one_activation() => Run(async () =>
    {
        var instances = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Turns("a").Instance()));
        Assert.Single(instances.Distinct());
        Assert.Equal(["new"], Probe.Log);
    });

    [Fact]
    public Task A_grain_knows_its_key() => Run(async () => Assert.Equal(Own("a"), await Turns("a").Key()));

    [Fact]
    public Task Keys_differ_by_case_and_each_has_its_own_activation() => Run(async () =>
        Assert.NotEqual(await Turns("a").Instance(), await Turns("A").Instance()));

    [Fact]
    public Task After_deactivation_the_next_call_meets_a_new_activation() => Run(async () =>
    {
        var before = await Turns("a").Instance();
        await Turns("a").DeactivateWhenIdle();
        Assert.NotEqual(before, await Turns("a").Instance());
    });

    [Fact]
    public Task Deactivation_lets_the_running_call_complete_and_loses_none_that_waits() => Run(async () =>
    {
        var running = Turns("a").PassThenDeactivate("1");
        await Probe["1"].Entered;
        var waiting = Enumerable.Range(0, 10).Select(_ => Turns("a").CountUp()).ToArray();
        await ArrivalAsync();
        Probe["1"].Open();
        await running;
        Assert.Equal(Enumerable.Range(1, 10), (await Task.WhenAll(waiting)).Order());
        Assert.Equal(["new", "begin 1", "end 1", "new"], Probe.Log);
    });
}
