using System.Diagnostics;

namespace ECommerce.Load;

/// <summary>
/// Operations begin when they are due, whether or not earlier ones are answered, as users do. An operation's time counts from when
/// it was due: a server that stalls is charged for all who came meanwhile.
/// </summary>
internal static class OpenLoop
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <param name="due">When each operation begins, in ascending order.</param>
    /// <param name="stop">No more operations begin; those under way are waited for.</param>
    public static async Task<Recording> Run(Workload workload, IEnumerable<TimeSpan> due, CancellationToken stop = default)
    {
        var running = new List<Task<Sample>>();
        var inFlight = 0;
        var clock = Stopwatch.StartNew();
        foreach (var at in due.Take((int)Math.Min(workload.Operations, Limits.Operations)))
        {
            while (at - clock.Elapsed is var early && early > TimeSpan.Zero)
            {
                await Task.Delay(early < Tick ? Tick : early);
            }

            if (stop.IsCancellationRequested)
            {
                break;
            }

            var number = running.Count;
            running.Add(Interlocked.Increment(ref inFlight) <= Limits.InFlight
                ? Task.Run(() => Once(number, at))
                : Task.FromResult(Ended(at, new(0, IsExpected: false))));
        }

        return new(await Task.WhenAll(running), clock.Elapsed);

        async Task<Sample> Once(int number, TimeSpan at) => Ended(at, await workload.Once(number));

        Sample Ended(TimeSpan at, Operation operation)
        {
            Interlocked.Decrement(ref inFlight);
            return new((long)at.TotalMicroseconds, (long)(clock.Elapsed - at - operation.Waited).TotalMicroseconds, operation);
        }
    }

    /// <summary>So many a second, evenly, for so long.</summary>
    public static IEnumerable<TimeSpan> Steady(double perSecond, TimeSpan length)
    {
        for (var i = 0; i / perSecond < length.TotalSeconds; i++)
        {
            yield return TimeSpan.FromSeconds(i / perSecond);
        }
    }

    /// <summary>A rate that grows evenly from one to another.</summary>
    public static IEnumerable<TimeSpan> Ramp(double from, double to, TimeSpan length)
    {
        var growth = (to - from) / length.TotalSeconds;
        for (var at = 0.0; at < length.TotalSeconds; at += 1 / (from + (growth * at)))
        {
            yield return TimeSpan.FromSeconds(at);
        }
    }

    /// <summary>All at one instant.</summary>
    public static IEnumerable<TimeSpan> Herd(int count) => Enumerable.Repeat(TimeSpan.Zero, count);
}
