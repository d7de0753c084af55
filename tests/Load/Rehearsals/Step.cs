namespace ECommerce.Load;

/// <summary>When an installation counts as giving way.</summary>
/// <param name="InTime">99 of 100 calls must be answered within this.</param>
/// <param name="Answered">The part of all calls that must be answered as they should.</param>
/// <param name="Oldest">How long a payment may wait to be published.</param>
internal sealed record Bound(TimeSpan InTime, double Answered, TimeSpan Oldest)
{
    /// <summary>How much of its machine the driver may use until its own figures are in doubt.</summary>
    public const double Driver = 0.9;
}

/// <summary>A part of a rehearsal, and what was seen meanwhile.</summary>
/// <param name="PerSecond">Calls that began in a second; null: all at once.</param>
/// <param name="Problems">How often which other answer came, repeats included.</param>
/// <param name="Waiting">How often a claim was told its place in a waiting room, which is no problem.</param>
/// <param name="Driver">The part of this machine's processors that the driver used.</param>
internal sealed record Step(
    string Name, double? PerSecond, Round Round, IReadOnlyDictionary<string, int> Problems, int Waiting, IReadOnlyList<Look> Looks, double Driver)
{
    private Recording Recording => Round.Recording;

    /// <summary>The part of the calls that were answered as they should.</summary>
    public double Answered => Recording.Samples.Count == 0 ? 1 : (double)Recording.Expected / Recording.Samples.Count;

    /// <summary>The calls that were not.</summary>
    public int Unsettled => Recording.Samples.Count - Recording.Expected;

    public double Half => Recording.Within(0.5);

    public double Most => Recording.Within(0.99);

    public long Pending => Looks.Max(look => look.Pending) ?? 0;

    public double OldestSeconds => Looks.Max(look => look.OldestSeconds) ?? 0;

    /// <summary>What <c>/readyz</c> complained of; null: of nothing.</summary>
    public string? Unready => Looks.FirstOrDefault(look => look.Unready is not null)?.Unready;

    /// <summary>How it shows that this was too much; empty: it was sustained.</summary>
    public IReadOnlyList<Sign> Signs(Bound bound)
    {
        List<Sign> signs = [];
        if (Answered < bound.Answered)
        {
            signs.AddRange(Problems.OrderByDescending(problem => problem.Value).Select(problem => SignOf(problem.Key)).Distinct());
        }

        if (Most > bound.InTime.TotalMilliseconds)
        {
            signs.Add(Sign.Slow);
        }

        if (Unready is not null)
        {
            signs.Add(Sign.NotReady);
        }

        if (OldestSeconds > bound.Oldest.TotalSeconds)
        {
            signs.Add(Sign.StreamBehind);
        }

        if (signs.Count > 0 && Driver > Bound.Driver)
        {
            signs.Add(Sign.DriverBusy);
        }

        return signs;
    }

    private static Sign SignOf(string problem) =>
        problem == "no answer" ? Sign.NoAnswer
        : problem.StartsWith("429") ? Sign.RateLimited
        : problem == "503 overloaded" ? Sign.Overloaded
        : problem.StartsWith("503") || problem.StartsWith("502") || problem.StartsWith("504") ? Sign.Unavailable
        : Sign.OtherAnswers;
}
