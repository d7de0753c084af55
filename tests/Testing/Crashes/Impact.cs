using System.Diagnostics;

namespace ECommerce.Testing.Crashes;

/// <summary>What callers noticed of something that happened at a moment.</summary>
/// <param name="Calls">How many were answered, or not, since then.</param>
/// <param name="Failed">How many got no answer that settles the matter: 503, 429 or a broken connection.</param>
/// <param name="Recovered">From that moment until the start of the last call that failed: every call that started later succeeded.</param>
/// <param name="LastFailure">From that moment until the last of them had failed.</param>
/// <param name="Slowest">How long the slowest call took that succeeded.</param>
/// <param name="LongestWait">How long the slowest call took that failed.</param>
/// <param name="Failures">What the callers saw instead of an answer, and how often.</param>
public sealed record Impact(int Calls, int Failed, TimeSpan Recovered, TimeSpan LastFailure, TimeSpan Slowest, TimeSpan LongestWait, string Failures)
{
    /// <summary>Reads it from a journal.</summary>
    public static Impact Since(long moment, Journal journal)
    {
        var calls = journal.Operations.Where(operation => operation.Ended >= moment).ToList();
        var failed = calls.Where(operation => operation.Acknowledged is null).ToList();
        return new Impact(
            calls.Count,
            failed.Count,
            Longest(failed.Select(operation => Stopwatch.GetElapsedTime(moment, operation.Began))),
            Longest(failed.Select(operation => Stopwatch.GetElapsedTime(moment, operation.Ended))),
            Longest(calls.Except(failed).Select(operation => Stopwatch.GetElapsedTime(operation.Began, operation.Ended))),
            Longest(failed.Select(operation => Stopwatch.GetElapsedTime(operation.Began, operation.Ended))),
            string.Join(", ", failed.GroupBy(operation => $"{operation.Kind}: {operation.Failure}").Select(same => $"{same.Count()} × {same.Key}")));
    }

    /// <summary>
    /// True when calls went on: of a hundred at most two were told to repeat, and did. On a busy machine a second in which nothing runs looks
    /// like a database that hangs.
    /// </summary>
    public bool WentOn => Failed * 50 <= Calls;

    public override string ToString() =>
        $"{Failed} of {Calls} calls failed; the last started after {Seconds(Recovered)} and ended after {Seconds(LastFailure)}; " +
        $"the slowest success took {Seconds(Slowest)}, the slowest failure {Seconds(LongestWait)}. {Failures}";

    private static TimeSpan Longest(IEnumerable<TimeSpan> times) => times.DefaultIfEmpty().Max() is { } longest && longest > TimeSpan.Zero
        ? longest
        : TimeSpan.Zero;

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.00} s";
}
