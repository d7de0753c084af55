namespace ECommerce.WebFrontend.Tests.Overload;

public sealed class AdaptiveLimitTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    // A quarter of a second.
    private readonly AdaptiveLimit _limit = new(least: 200, most: 10_000, aim: 5 * Tick);

    [Fact]
    public void It_falls_to_what_is_answered_in_the_time_that_is_aimed_at()
    {
        Adapt(times: 50, answeredEach: 80);

        // 1,600 a second, for a quarter of a second.
        Assert.InRange(_limit.Value, 320, 600);
    }

    [Fact]
    public void It_does_not_fall_because_answers_come_in_groups_with_nothing_in_between()
    {
        for (var i = 0; i < 100; i++)
        {
            _limit.Adapt(_limit.Value, answered: i % 4 == 3 ? 1_000 : 0, wasReached: true, Tick);
            Assert.True(_limit.Value >= 1_000, $"{_limit.Value} after {i}");
        }
    }

    [Fact]
    public void It_does_not_fall_while_the_first_answers_take_less_than_half_a_second()
    {
        Adapt(times: 9, answeredEach: 0);

        Assert.True(_limit.Value >= 1_000, $"{_limit.Value}");
    }

    [Fact]
    public void It_grows_while_calls_wait_although_those_under_way_are_answered_in_time()
    {
        Adapt(times: 50, answeredEach: 5_000);

        Assert.Equal(10_000, _limit.Value);
    }

    [Fact]
    public void It_does_not_grow_beyond_its_start_when_nobody_waits()
    {
        var start = _limit.Value;

        for (var i = 0; i < 50; i++)
        {
            _limit.Adapt(running: 10, answered: 1_000, wasReached: false, Tick);
        }

        Assert.Equal(start, _limit.Value);
    }

    [Fact]
    public void A_few_calls_that_are_slow_say_nothing_of_what_can_be_answered()
    {
        var start = _limit.Value;

        for (var i = 0; i < 50; i++)
        {
            _limit.Adapt(running: 199, answered: 0, wasReached: false, Tick);
        }

        Assert.Equal(start, _limit.Value);
    }

    [Fact]
    public void It_is_at_its_least_while_nothing_is_answered_and_back_two_seconds_after_that()
    {
        Adapt(times: 200, answeredEach: 0);
        Assert.Equal(200, _limit.Value);

        Adapt(times: 40, answeredEach: 1_000);
        Assert.True(_limit.Value > 1_000, $"{_limit.Value}");
    }

    /// <summary>As many as may be are under way, and more wait.</summary>
    private void Adapt(int times, int answeredEach)
    {
        for (var i = 0; i < times; i++)
        {
            _limit.Adapt(_limit.Value, answeredEach, wasReached: true, Tick);
        }
    }
}
