using System.Diagnostics;
using ECommerce.ShopTests.Crashes;

namespace ECommerce.ShopTests.Cluster;

/// <summary>What callers felt of something that happened at a moment.</summary>
/// <param name="Calls">How many were answered, or not, since then.</param>
/// <param name="Failed">How many were left in the dark: 503, 429 or a broken connection.</param>
/// <param name="Recovered">From that moment until the last call that failed was begun: every call begun later succeeded.</param>
/// <param name="LastTold">From that moment until the last of them knew that it had failed.</param>
/// <param name="Slowest">How long the slowest call took that succeeded.</param>
/// <param name="Failures">What they saw, and how many of each.</param>
public sealed record Felt(int Calls, int Failed, TimeSpan Recovered, TimeSpan LastTold, TimeSpan Slowest, string Failures)
{
    /// <summary>By what a book says.</summary>
    public static Felt Since(long moment, Book book)
    {
        var calls = book.Operations.Where(operation => operation.Ended >= moment).ToList();
        var failed = calls.Where(operation => operation.Acknowledged is null).ToList();
        return new Felt(
            calls.Count,
            failed.Count,
            Longest(failed.Select(operation => Stopwatch.GetElapsedTime(moment, operation.Began))),
            Longest(failed.Select(operation => Stopwatch.GetElapsedTime(moment, operation.Ended))),
            Longest(calls.Except(failed).Select(operation => Stopwatch.GetElapsedTime(operation.Began, operation.Ended))),
            string.Join(", ", failed.GroupBy(operation => $"{operation.Kind}: {operation.Failure}").Select(same => $"{same.Count()} × {same.Key}")));
    }

    public override string ToString() =>
        $"{Failed} of {Calls} calls failed; the last was begun after {Seconds(Recovered)} and told after {Seconds(LastTold)}; " +
        $"the slowest success took {Seconds(Slowest)}. {Failures}";

    private static TimeSpan Longest(IEnumerable<TimeSpan> times) => times.DefaultIfEmpty().Max() is { } longest && longest > TimeSpan.Zero
        ? longest
        : TimeSpan.Zero;

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.00} s";
}
