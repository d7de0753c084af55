using System.Diagnostics;
using System.Globalization;

namespace ECommerce.Simulation.Hunting;

/// <summary><c>--seeds N --from M</c> runs so many stories on all cores, and <c>--replay STORY</c> one of them, step by step.</summary>
internal static class HuntCommand
{
    private const int MostFailures = 5;

    public static int Run(string[] args, TextWriter output)
    {
        if (Value(args, "--replay") is { } told)
        {
            var found = Hunt.Run(Story.Parse(told), isTold: true);
            output.WriteLine(string.Join('\n', found.Trace));
            output.WriteLine(found.Violation ?? "All is right.");
            return found.Violation is null ? 0 : 1;
        }

        var (seeds, from) = (Number(args, "--seeds", 10_000), Number(args, "--from", 0));
        var watch = Stopwatch.StartNew();
        var result = Over(from, seeds, done => output.WriteLine($"{done} seeds, {watch.Elapsed:hh\\:mm\\:ss}"));
        var elapsed = watch.Elapsed;
        output.WriteLine(string.Join('\n', result.Counts.Select(count => $"{count.Value,12:N0} {count.Key}")));
        foreach (var failure in result.Failures)
        {
            output.WriteLine(Report(failure));
        }

        output.WriteLine($"{result.Seeds:N0} seeds from {from} in {elapsed.TotalSeconds:N1} s, {result.Failures.Count} fail.");
        return result.Failures.Count == 0 ? 0 : 1;
    }

    /// <summary>Runs these seeds on all cores, until a few have failed.</summary>
    public static (int Seeds, IReadOnlyList<Found> Failures, SortedDictionary<string, long> Counts) Over(int from, int seeds, Action<int>? progress = null)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var failures = new List<Found>();
        var done = 0;
        Parallel.For(from, from + seeds, (seed, loop) =>
        {
            var found = Hunt.Run(Story.Of(seed));
            lock (counts)
            {
                foreach (var (what, count) in found.Counts)
                {
                    counts[what] = counts.GetValueOrDefault(what) + count;
                }

                if (found.Violation is not null)
                {
                    failures.Add(found);
                }

                if (++done % 10_000 == 0)
                {
                    progress?.Invoke(done);
                }
            }

            if (failures.Count >= MostFailures)
            {
                loop.Stop();
            }
        });
        return (done, failures, counts);
    }

    /// <summary>A failure, its shortest story, and how to replay it.</summary>
    public static string Report(Found failure)
    {
        var shortest = Shrinking.Shrink(failure);
        return $"""
            Seed {failure.Story.Seed} fails: {failure.Violation}
            Its shortest story fails: {shortest.Violation}
            {string.Join('\n', shortest.Story.Deeds.Select(deed => $"  {deed}"))}
              faults: {shortest.Story.Faults}
            Replay it with
              dotnet run --project tests/Simulation -c Release -- --replay {shortest.Story}
            """;
    }

    private static string? Value(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static int Number(string[] args, string name, int otherwise) =>
        Value(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
