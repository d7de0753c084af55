namespace ECommerce.EngineTests.Local;

public sealed class ClockTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Simulation _simulation = new();

    public ValueTask DisposeAsync() => _simulation.DisposeAsync();

    [Fact]
    public void A_grain_that_nobody_calls_is_collected_at_the_age_and_not_before()
    {
        Do(grain => grain.Ambient(null));
        _simulation.Advance(14 * Minute);
        Assert.Equal(["activate a"], _simulation.Probe.Log);
        _simulation.Advance(2 * Minute);
        Assert.Equal(["activate a", "deactivate a ActivationIdle"], _simulation.Probe.Log);
    }

    [Fact]
    public void A_call_makes_the_idle_age_begin_again()
    {
        Do(grain => grain.Ambient(null));
        _simulation.Advance(10 * Minute);
        Do(grain => grain.Ambient(null));
        _simulation.Advance(10 * Minute);
        Assert.Equal(["activate a"], _simulation.Probe.Log);
    }

    [Fact]
    public void A_running_request_keeps_its_grain_from_being_collected()
    {
        var running = _simulation.Begin(() => _simulation.Turns("a").Pass("1"));
        _simulation.Advance(60 * Minute);
        _simulation.Open("1");
        Assert.Equal(["activate a", "begin 1", "end 1"], _simulation.Probe.Log);
        Assert.True(running.IsFaulted);
    }

    [Fact]
    public void A_delayed_deactivation_keeps_the_grain_for_that_long()
    {
        Do(grain => grain.Delay(30 * Minute));
        _simulation.Advance(29 * Minute);
        Assert.Equal(["activate a"], _simulation.Probe.Log);
        _simulation.Advance(2 * Minute);
        Assert.Equal(2, _simulation.Probe.Log.Count);
    }

    [Fact]
    public void Only_a_timer_that_keeps_alive_counts_as_use()
    {
        _simulation.Probe["open"].Open();
        Do(grain => grain.TickEvery(10 * Minute, "open"));
        _simulation.Run(() => _simulation.Engine.GetGrain<IClockGrain>("kept").KeepAliveEvery(10 * Minute));
        for (var minute = 0; minute < 40; minute++)
        {
            _simulation.Advance(Minute);
        }

        Assert.Contains("deactivate a ActivationIdle", _simulation.Probe.Log);
        Assert.DoesNotContain("deactivate kept ActivationIdle", _simulation.Probe.Log);
    }

    [Fact]
    public void The_next_tick_is_counted_from_the_end_of_the_callback()
    {
        Do(grain => grain.TickEvery(Minute, "slow"));
        _simulation.Advance(Minute);
        _simulation.Advance(5 * Minute);
        Assert.Equal(1, Ticks);

        _simulation.Open("slow");
        Assert.Equal(1, Ticks);
        _simulation.Advance(Minute);
        Assert.Equal(2, Ticks);
    }

    [Fact]
    public void A_timer_stops_with_its_activation_and_wakes_no_other()
    {
        Do(grain => grain.TickEvery(Minute, "open"));
        Do(grain => grain.DeactivateWhenIdle());
        _simulation.Advance(5 * Minute);
        Assert.Equal(["activate a", "deactivate a ApplicationRequested"], _simulation.Probe.Log);
    }

    private int Ticks => _simulation.Probe.Log.Count(line => line == "tick");

    private void Do(Func<IClockGrain, Task> call) => _simulation.Run(() => call(_simulation.Engine.GetGrain<IClockGrain>("a")));
}
