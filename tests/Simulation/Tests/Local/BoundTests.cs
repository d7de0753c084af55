using ECommerce.EngineTests.Contract;

namespace ECommerce.EngineTests.Local;

public sealed class BoundTests : IAsyncDisposable
{
    private readonly Simulation _simulation = new(configure: options =>
    {
        options.MailboxBound = 3;
        options.ActivationBound = TimeSpan.FromSeconds(10);
    });

    public ValueTask DisposeAsync() => _simulation.DisposeAsync();

    [Fact]
    public void A_full_mailbox_refuses_and_takes_again_when_there_is_room()
    {
        var held = Enumerable.Range(0, 3).Select(_ => _simulation.Begin(() => _simulation.Turns("a").Pass("1"))).ToArray();
        Assert.Throws<LimitExceededException>(() => _simulation.Run(() => _simulation.Turns("a").Peek()));

        _simulation.Open("1");
        Assert.All(held, call => Assert.True(call.IsCompletedSuccessfully));
        _simulation.Run(() => _simulation.Turns("a").Peek());
    }

    [Fact]
    public void A_caller_gets_a_timeout_and_the_request_runs_on()
    {
        var call = _simulation.Begin(() => _simulation.Turns("a").Pass("1"));
        _simulation.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        _simulation.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<TimeoutException>(call.Exception?.InnerException);

        _simulation.Open("1");
        Assert.Equal(["activate a", "begin 1", "end 1"], _simulation.Probe.Log);
    }

    [Fact]
    public void A_method_with_a_timeout_of_its_own_is_waited_for_that_long()
    {
        var call = _simulation.Begin(() => _simulation.Turns("a").PassWithPatience("1"));
        _simulation.Advance(TimeSpan.FromSeconds(59));
        Assert.False(call.IsCompleted);
        _simulation.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<TimeoutException>(call.Exception?.InnerException);
    }

    [Fact]
    public void An_activation_that_does_not_come_about_is_given_up()
    {
        var call = _simulation.Begin(() => _simulation.Engine.GetGrain<IFragileGrain>("a").Hello());
        _simulation.Advance(TimeSpan.FromSeconds(10));
        Assert.IsType<TimeoutException>(call.Exception?.InnerException);
        Assert.Equal("hello", _simulation.Run(() => _simulation.Engine.GetGrain<IFragileGrain>("a").Hello()));
    }

    [Fact]
    public void A_stopping_engine_refuses_new_calls_and_lets_running_and_waiting_ones_complete()
    {
        var running = _simulation.Begin(() => _simulation.Turns("a").Pass("1"));
        var waiting = _simulation.Begin(() => _simulation.Turns("a").AwaitOnOwnThread("b"));
        var stopping = _simulation.Begin(() => _simulation.Engine.StopAsync(CancellationToken.None));
        Assert.Throws<SiloUnavailableException>(() => _simulation.Run(() => _simulation.Turns("a").Peek()));
        Assert.False(stopping.IsCompleted);

        _simulation.Open("1");
        Assert.True(running.IsCompletedSuccessfully && waiting.IsCompletedSuccessfully && stopping.IsCompletedSuccessfully);
        string[] expected = ["activate a", "begin 1", "end 1", "activate b"];
        Assert.Equal(expected, _simulation.Probe.Log.Take(4));
        Assert.Contains("deactivated a", _simulation.Probe.Log);
        Assert.Contains("deactivated b", _simulation.Probe.Log);
    }

    [Fact]
    public void A_stopping_engine_waits_no_longer_than_its_bound()
    {
        using var other = _simulation.NewEngine();
        var running = _simulation.Begin(() => other.GetGrain<ITurnGrain>("a").PassReading("1"));
        var stopping = _simulation.Begin(() => other.StopAsync(CancellationToken.None));
        _simulation.Advance(TimeSpan.FromSeconds(30));
        _simulation.Advance(TimeSpan.FromSeconds(30));
        Assert.True(stopping.IsCompletedSuccessfully);
        Assert.True(running.IsFaulted);
    }

    [Fact]
    public void A_crash_runs_no_further_turn_and_answers_every_caller()
    {
        var call = _simulation.Begin(() => _simulation.Turns("a").Pass("1"));
        _simulation.Engine.Crash();
        _simulation.Open("1");
        Assert.IsType<SiloUnavailableException>(call.Exception?.InnerException);
        Assert.Equal(["activate a", "begin 1"], _simulation.Probe.Log);
    }

    [Fact]
    public void An_interface_without_a_class_is_refused_when_the_reference_is_made() =>
        Assert.Throws<ArgumentException>(() => _simulation.Engine.GetGrain<INobodyGrain>("a"));

    public interface INobodyGrain : IGrainWithStringKey;
}
