using Xunit;

namespace ECommerce.Simulation.Contract;

public abstract class TurnContract(IRuntimeFixture runtime) : RuntimeContract(runtime)
{
    [Fact]
    public Task Calls_of_one_grain_never_overlap() => Run(async () =>
    {
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Turns("a").CountUp()));
        Assert.Equal(1_001, await Turns("a").CountUp());
    });

    [Fact]
    public Task The_next_call_begins_when_the_running_one_has_completed_and_in_order_of_arrival() => Run(async () =>
    {
        var first = Turns("a").Pass("1");
        await Probe["1"].Entered;

        var second = Turns("a").Pass("2");
        await ArrivalAsync();
        var third = Turns("a").Pass("3");
        await ArrivalAsync();
        Probe["3"].Open();
        Probe["2"].Open();
        Assert.Equal(["new", "begin 1"], Probe.Log);

        Probe["1"].Open();
        await Task.WhenAll(first, second, third);
        Assert.Equal(["new", "begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"], Probe.Log);
    });

    [Fact]
    public Task Grains_with_different_keys_run_beside_each_other() => Run(async () =>
    {
        var first = Turns("a").Pass("1");
        await Probe["1"].Entered;
        Assert.Equal(1, await Turns("b").CountUp());
        Probe["1"].Open();
        await first;
    });

    [Fact]
    public Task An_interleaving_call_does_not_wait_for_the_running_one() => Run(async () =>
    {
        var running = Turns("a").Pass("1");
        await Probe["1"].Entered;
        var waiting = Turns("a").CountUp();
        await Turns("a").Peek();
        Assert.False(waiting.IsCompleted);
        Probe["1"].Open();
        await running;
        await waiting;
    });

    [Fact]
    public Task A_call_does_not_wait_for_a_running_one_that_interleaves() => Run(async () =>
    {
        var running = Turns("a").PassInterleaving("1");
        await Probe["1"].Entered;
        Assert.Equal(1, await Turns("a").CountUp());
        Probe["1"].Open();
        await running;
    });

    [Fact]
    public Task After_a_call_to_another_grain_the_caller_resumes_on_its_own_thread() => Run(async () =>
        Assert.True(await Turns("a").ResumesOnOwnThread(Own("b"))));

    [Fact]
    public Task A_one_way_call_returns_before_it_has_run_and_its_failure_is_not_heard() => Run(async () =>
    {
        await Turns("a").PassAndFail("1");
        await Probe["1"].Entered;
        Probe["1"].Open();
        Assert.Equal(1, await Turns("a").CountUp());
    });
}
