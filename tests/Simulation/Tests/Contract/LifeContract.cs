namespace ECommerce.EngineTests.Contract;

public abstract class LifeContract(IEngineFixture engine) : EngineContract(engine)
{
    [Fact]
    public async Task Concurrent_first_calls_meet_one_activation()
    {
        var instances = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(Turns("a").Instance)));
        Assert.Single(instances.Distinct());
        Assert.Equal(["activate a"], Probe.Log);
    }

    [Fact]
    public async Task Keys_differ_by_case_and_each_has_its_own_activation() =>
        Assert.NotEqual(await Turns("a").Instance(), await Turns("A").Instance());

    [Fact]
    public void A_reference_knows_its_key_and_equals_another_to_the_same_grain()
    {
        Assert.Equal("a", Turns("a").GetPrimaryKeyString());
        Assert.Equal(Turns("a"), Turns("a"));
        Assert.NotEqual(Turns("a"), Turns("b"));
    }

    [Fact]
    public async Task After_deactivation_the_next_call_meets_a_new_activation()
    {
        var before = await Turns("a").Instance();
        await Turns("a").DeactivateWhenIdle();
        Assert.NotEqual(before, await Turns("a").Instance());
    }

    [Fact]
    public async Task Deactivation_lets_the_running_request_complete_and_loses_none_that_waits()
    {
        var running = Turns("a").PassThenDeactivate("1");
        await Probe["1"].Entered;
        var waiting = Enumerable.Range(0, 10).Select(_ => Turns("a").CountUp()).ToArray();
        Probe["1"].Open();
        await running;
        Assert.Equal(Enumerable.Range(1, 10), (await Task.WhenAll(waiting)).Order());
        Assert.Equal(["activate a", "begin 1", "end 1", "deactivating a", "deactivated a", "activate a"], Probe.Log);
    }

    [Fact]
    public async Task A_new_activation_begins_only_when_the_old_one_has_ended()
    {
        const string key = "slow to leave";
        await Turns(key).DeactivateWhenIdle();
        await Probe["leave " + key].Entered;
        var next = Turns(key).CountUp();
        await Turns("b").CountUp();
        Assert.False(next.IsCompleted);

        Probe["leave " + key].Open();
        Assert.Equal(1, await next);
        string[] expected = ["activate " + key, "deactivating " + key, "deactivated " + key, "activate " + key];
        Assert.Equal(expected, Probe.Log.Where(line => line.EndsWith(key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failure_to_say_goodbye_keeps_nobody_from_the_next_activation()
    {
        await Turns("bad at leaving").DeactivateWhenIdle();
        Assert.Equal(1, await Turns("bad at leaving").CountUp());
    }

    [Fact]
    public async Task Stopping_deactivates_every_grain()
    {
        await Turns("a").CountUp();
        await RestartAsync();
        Assert.Equal(["activate a", "deactivating a", "deactivated a"], Probe.Log);
        Assert.Equal(1, await Turns("a").CountUp());
    }
}
