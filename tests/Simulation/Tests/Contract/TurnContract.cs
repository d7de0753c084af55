namespace ECommerce.EngineTests.Contract;

public abstract class TurnContract(IEngineFixture engine) : EngineContract(engine)
{
    [Fact]
    public async Task Requests_of_one_grain_never_overlap()
    {
        var grain = Turns("a");
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Task.Run(grain.CountUp)));
        Assert.Equal(1_001, await grain.CountUp());
    }

    [Fact]
    public async Task The_next_request_begins_when_the_running_one_has_completed_and_in_order_of_arrival()
    {
        var first = Turns("a").Pass("1");
        await Probe["1"].Entered;

        var second = Turns("a").Pass("2");
        await ArrivalAsync();
        var third = Turns("a").Pass("3");
        await ArrivalAsync();
        Probe["3"].Open();
        Probe["2"].Open();
        Assert.Equal(["activate a", "begin 1"], Probe.Log);

        Probe["1"].Open();
        await Task.WhenAll(first, second, third);
        Assert.Equal(["activate a", "begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"], Probe.Log);
    }

    [Fact]
    public async Task Grains_with_different_keys_run_beside_each_other()
    {
        var first = Turns("a").Pass("1");
        await Probe["1"].Entered;
        Assert.Equal(1, await Turns("b").CountUp());
        Probe["1"].Open();
        await first;
    }

    [Fact]
    public async Task An_always_interleaving_request_does_not_wait()
    {
        var running = Turns("a").Pass("1");
        await Probe["1"].Entered;
        var waiting = Turns("a").CountUp();
        await Turns("a").Peek();
        Assert.False(waiting.IsCompleted);
        Probe["1"].Open();
        await running;
        await waiting;
    }

    [Fact]
    public async Task Read_only_requests_run_beside_each_other_but_not_beside_a_writing_one()
    {
        var first = Turns("a").PassReading("1");
        await Probe["1"].Entered;
        var writing = Turns("a").CountUp();
        var second = Turns("a").PassReading("2");
        await Probe["2"].Entered;
        Assert.False(writing.IsCompleted);

        Probe["1"].Open();
        Probe["2"].Open();
        await Task.WhenAll(first, second, writing);
    }

    [Fact]
    public async Task A_read_only_request_waits_for_a_running_one_that_is_not()
    {
        var running = Turns("a").Pass("1");
        await Probe["1"].Entered;
        var reading = Turns("a").PassReading("2");
        Probe["2"].Open();
        await Turns("a").Peek();
        Probe["1"].Open();
        await Task.WhenAll(running, reading);
        Assert.Equal(["activate a", "begin 1", "end 1", "begin 2", "end 2"], Probe.Log);
    }

    [Fact]
    public async Task Requests_of_a_reentrant_class_interleave()
    {
        var first = Reentrant("a").Pass("1");
        await Probe["1"].Entered;
        var second = Reentrant("a").Pass("2");
        await Probe["2"].Entered;
        Probe["1"].Open();
        Probe["2"].Open();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task After_a_call_to_another_grain_the_caller_resumes_on_its_own_thread() =>
        Assert.True(await Turns("a").AwaitOnOwnThread("b"));

    [Fact]
    public async Task A_one_way_call_returns_at_once_and_its_failure_is_not_heard()
    {
        await Turns("a").PassAndFail("1");
        await Probe["1"].Entered;
        Probe["1"].Open();
        Assert.Equal(1, await Turns("a").CountUp());
    }

    [Fact]
    public async Task A_timer_waits_for_the_running_request()
    {
        await Turns("a").StartTimer("tick", interleave: false);
        await Probe["tick"].Entered;
        var waiting = Turns("a").CountUp();
        await Turns("a").Peek();
        Assert.False(waiting.IsCompleted);
        Probe["tick"].Open();
        await waiting;
    }

    [Fact]
    public async Task An_interleaving_timer_holds_no_request_up()
    {
        await Turns("a").StartTimer("tick", interleave: true);
        await Probe["tick"].Entered;
        Assert.Equal(1, await Turns("a").CountUp());
        Probe["tick"].Open();
    }
}
