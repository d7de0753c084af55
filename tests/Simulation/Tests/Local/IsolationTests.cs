using ECommerce.EngineTests.Contract;

namespace ECommerce.EngineTests.Local;

public sealed class IsolationTests : IAsyncDisposable
{
    // Many turns in one slice, so that one could leave something behind for the next.
    private readonly Simulation _simulation = new(configure: options => options.TurnsPerSlice = 100);

    public ValueTask DisposeAsync() => _simulation.DisposeAsync();

    [Fact]
    public void Ambient_values_pass_neither_into_a_turn_nor_from_one_to_the_next()
    {
        var grain = _simulation.Engine.GetGrain<IClockGrain>("a");
        var seen = _simulation.Run(() =>
        {
            ClockGrain.AmbientValue.Value = "the caller's";
            return Task.WhenAll(grain.Ambient("the grain's"), grain.Ambient(null), grain.Ambient(null));
        });
        Assert.All(seen, Assert.Null);
    }

    [Fact]
    public void A_turn_does_not_see_the_synchronization_context_of_the_thread_that_runs_it()
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new DeafContext());
        var call = _simulation.Begin(() => _simulation.Turns("a").AwaitOnOwnThread("b"));
        SynchronizationContext.SetSynchronizationContext(outer);
        Assert.True(call.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_caller_keeps_its_ambient_values_over_a_call()
    {
        var kept = _simulation.Run(async () =>
        {
            ClockGrain.AmbientValue.Value = "the caller's";
            await _simulation.Engine.GetGrain<IClockGrain>("a").Ambient("the grain's");
            return ClockGrain.AmbientValue.Value;
        });
        Assert.Equal("the caller's", kept);
    }

    [Fact]
    public void Every_request_that_waited_for_a_failed_activation_gets_the_very_exception()
    {
        var grain = _simulation.Engine.GetGrain<IFragileGrain>("a");
        var first = _simulation.Begin(grain.Hello);
        var second = _simulation.Begin(grain.Hello);
        _simulation.Open("fragile");
        var failure = Assert.IsType<UnluckyException>(first.Exception?.InnerException);
        Assert.Same(failure, second.Exception?.InnerException);
    }

    [Fact]
    public void A_grain_that_asks_to_end_while_it_begins_serves_one_request_each_time()
    {
        var grain = _simulation.Engine.GetGrain<IHastyGrain>("a");
        Assert.Equal([1, 1, 1], _simulation.Run(() => Task.WhenAll(grain.CountUp(), grain.CountUp(), grain.CountUp())));
    }

    [Fact]
    public void A_grain_is_given_the_factory_of_its_own_engine()
    {
        using var other = _simulation.NewEngine();
        Assert.True(_simulation.Run(other.GetGrain<IHastyGrain>("a").HasOwnFactory));
    }

    private sealed class DeafContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}

public interface IHastyGrain : IGrainWithStringKey
{
    Task<int> CountUp();

    Task<bool> HasOwnFactory();
}

public sealed class HastyGrain(IGrainFactory factory) : Grain, IHastyGrain
{
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> CountUp() => Task.FromResult(++_count);

    public Task<bool> HasOwnFactory() => Task.FromResult(factory == GrainFactory);
}
