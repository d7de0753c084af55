using System.Diagnostics;

namespace ECommerce.Load.Tests;

public sealed class DriverTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_open_loop_charges_a_stall_to_all_who_came_meanwhile()
    {
        var stall = TimeSpan.FromMilliseconds(400);
        var recording = await OpenLoop.Run(new Stalling(stall), OpenLoop.Steady(perSecond: 100, Second));

        Assert.Equal(100, recording.Samples.Count);
        Assert.InRange(recording.Within(0.99), stall.TotalMilliseconds * 0.9, 10_000);

        // Who came in the middle of the stall waited for half of it.
        Assert.InRange(recording.Samples.Count(sample => sample.Took > stall.TotalMicroseconds / 2), 15, 100);
    }

    [Fact]
    public async Task A_closed_loop_has_never_more_operations_under_way_than_connections()
    {
        var workload = new Counting(together: 7);
        var recording = await ClosedLoop.Run(workload, connections: 7, TimeSpan.FromMilliseconds(200));

        Assert.Equal(7, workload.Most);
        Assert.Equal(workload.All, recording.Expected);
    }

    [Fact]
    public void A_ramp_grows_evenly_from_one_rate_to_the_other()
    {
        var due = OpenLoop.Ramp(from: 100, to: 2_000, Second).ToList();

        Assert.InRange(due.Count, 950, 1_100);
        Assert.InRange(due.Count(at => at < Second / 10), 10, 25);
        Assert.Equal(due.Order(), due);
    }

    [Fact]
    public void A_skew_of_0_picks_all_alike_and_one_of_1_2_the_first_of_a_thousand_once_in_four_times()
    {
        var random = new Random(1);
        int TimesFirst(double skew)
        {
            var zipf = new Zipf(1_000, skew);
            return Enumerable.Range(0, 100_000).Count(_ => zipf.Next(random) == 0);
        }

        Assert.InRange(TimesFirst(0), 50, 200);
        Assert.InRange(TimesFirst(1.2), 20_000, 27_000);
    }

    [Fact]
    public void Only_this_machine_is_put_under_load() => Assert.Throws<ArgumentException>(() => new Client(new Uri("http://shop.example")));

    /// <summary>Answers nobody for a while, and then everybody at once.</summary>
    private sealed class Stalling(TimeSpan stall) : Workload
    {
        private readonly long _began = Stopwatch.GetTimestamp();

        public override async Task<Operation> Once(long number)
        {
            await Eventually.Ask(() => Task.FromResult(Stopwatch.GetElapsedTime(_began)), elapsed => elapsed > stall, Second);
            return new(200, IsExpected: true);
        }
    }

    /// <summary>The first operations end when so many are under way.</summary>
    private sealed class Counting(int together) : Workload
    {
        private readonly TaskCompletionSource _isFull = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private int _now;

        public int Most { get; private set; }

        public int All { get; private set; }

        public override async Task<Operation> Once(long number)
        {
            lock (_lock)
            {
                (_now, All) = (_now + 1, All + 1);
                Most = Math.Max(Most, _now);
                if (_now == together)
                {
                    _isFull.TrySetResult();
                }
            }

            await _isFull.Task;
            lock (_lock)
            {
                _now--;
            }

            return new(200, IsExpected: true);
        }
    }
}
