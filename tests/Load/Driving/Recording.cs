namespace ECommerce.Load;

/// <summary>What came of one operation. Status 0: no answer.</summary>
/// <param name="IsExpected">It is the answer for which the operation was made.</param>
/// <param name="Waited">How long it waited for its turn in a waiting room; not part of its time.</param>
internal readonly record struct Operation(int Status, bool IsExpected, TimeSpan Waited = default);

/// <summary>One operation in time.</summary>
/// <param name="Begin">When it was meant to begin, in microseconds since the recording did.</param>
/// <param name="Took">From then until its answer was read, in microseconds.</param>
internal readonly record struct Sample(long Begin, long Took, Operation Operation);

/// <summary>All operations of a round.</summary>
/// <param name="Length">From its start until the last answer.</param>
internal sealed record Recording(IReadOnlyList<Sample> Samples, TimeSpan Length)
{
    // In microseconds.
    private const long Window = 100_000;

    private readonly Lazy<long[]> _sorted = new(() => [.. Samples.Where(sample => sample.Operation.IsExpected).Select(sample => sample.Took).Order()]);

    /// <summary>Operations that ended as expected.</summary>
    public int Expected => Samples.Count(sample => sample.Operation.IsExpected);

    /// <summary>Of these, in a second.</summary>
    public double PerSecond => Expected / Length.TotalSeconds;

    /// <summary>Of these, in a second, those that were answered within a time.</summary>
    public double PerSecondWithin(TimeSpan time) =>
        Samples.Count(sample => sample.Operation.IsExpected && sample.Took <= time.TotalMicroseconds) / Length.TotalSeconds;

    /// <summary>How often which other status came.</summary>
    public IReadOnlyDictionary<int, int> Unexpected => Samples.Where(sample => !sample.Operation.IsExpected)
        .GroupBy(sample => sample.Operation.Status).ToDictionary(same => same.Key, same => same.Count());

    /// <summary>Operations of which it is not known whether they happened: no answer, or 503.</summary>
    public int Unsettled => Samples.Count(sample => sample.Operation.Status is 0 or 503);

    /// <summary>The time within which such a part of the operations that ended as expected was answered, in milliseconds.</summary>
    public double Within(double part) => Quantile(_sorted.Value, part);

    /// <summary>
    /// For each tenth of a second, in seconds since the recording began: how many operations began in it, and within how many milliseconds
    /// half of them, and 99 of 100, were answered.
    /// </summary>
    public IEnumerable<(double At, int Count, double Half, double Most)> Windows() => Samples
        .GroupBy(sample => sample.Begin / Window)
        .OrderBy(window => window.Key)
        .Select(window =>
        {
            var sorted = window.Select(sample => sample.Took).Order().ToList();
            return (window.Key * Window / 1_000_000.0, sorted.Count, Quantile(sorted, 0.5), Quantile(sorted, 0.99));
        });

    /// <summary>The end of the last window in which the slowest percent took longer, in milliseconds; null: it was slow until the end.</summary>
    public TimeSpan? RecoveredAfter(double bound)
    {
        var windows = Windows().ToList();
        var slow = windows.FindLastIndex(window => window.Most > bound);
        return slow < windows.Count - 1 ? TimeSpan.FromSeconds(windows[slow + 1].At) : null;
    }

    /// <summary>The same of a sorted list of microseconds.</summary>
    public static double Quantile(IReadOnlyList<long> sorted, double part) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))] / 1_000.0;
}
