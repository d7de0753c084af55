using Microsoft.Extensions.Time.Testing;

namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RateLimit<string> _limit;

    public RateLimitTests() => _limit = new("user", permitsPerSecond: 50, burst: 200, _clock);

    [Fact]
    public void A_caller_has_the_burst_at_once_and_then_none()
    {
        Assert.Equal(200, Taken("mina", 300));
        Assert.Equal(200, Taken("jun", 300));
    }

    [Fact]
    public void Permits_come_back_one_after_another_and_not_beyond_the_burst()
    {
        Taken("mina", 300);

        _clock.Advance(TimeSpan.FromMilliseconds(19));
        Assert.Equal(0, Taken("mina", 10));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Taken("mina", 10));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(50, Taken("mina", 100));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, Taken("mina", 300));
    }

    [Fact]
    public void The_headers_tell_the_limit_what_is_left_and_when_all_is_back()
    {
        Assert.Equal("\"user\";q=200;w=4", _limit.Policy);
        Assert.Equal("\"user\";r=199;t=1", State("mina"));
        Taken("mina", 48);
        Assert.Equal("\"user\";r=150;t=1", State("mina"));
        Assert.Equal("\"user\";r=149;t=2", State("mina"));
        Taken("mina", 148);
        Assert.Equal("\"user\";r=0;t=4", State("mina"));
        Assert.Equal("\"user\";r=0;t=4", State("mina"));
    }

    [Fact]
    public void A_steady_caller_within_the_rate_is_never_refused_and_one_above_it_gets_the_rate()
    {
        var (within, above) = (0, 0);
        for (var i = 0; i < 1_000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            within += Taken("mina", 1);
            above += Taken("jun", 2);
        }

        Assert.Equal(1_000, within);
        Assert.InRange(above, 1_199, 1_201);
    }

    [Fact]
    public void Callers_who_stopped_calling_are_forgotten_and_those_who_did_not_are_still_counted()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Taken("user" + i, 1);
        }

        Taken("mina", 300);
        for (var i = 0; i < 12; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(50, Taken("mina", 100));
        }

        Assert.InRange(_limit.Count, 1, 2);
    }

    [Fact]
    public void So_many_callers_that_they_are_not_all_counted_are_let_through_and_cost_no_memory()
    {
        for (var i = 0; i < 250_000; i++)
        {
            Assert.True(_limit.TryTake("user" + i, out _));
        }

        Assert.Equal(100_000, _limit.Count);
        Assert.Equal(199, Taken("user0", 300));
    }

    [Fact]
    public void Calls_at_the_same_time_take_no_permit_twice()
    {
        var taken = 0;
        Parallel.For(0, 10_000, _ =>
        {
            if (_limit.TryTake("mina", out var _))
            {
                Interlocked.Increment(ref taken);
            }
        });

        Assert.Equal(200, taken);
    }

    private int Taken(string caller, int calls) => Enumerable.Range(0, calls).Count(_ => _limit.TryTake(caller, out var _));

    private string State(string caller)
    {
        _limit.TryTake(caller, out var state);
        return state;
    }
}
