namespace ECommerce.Load;

/// <summary>A table of a report, whatever it is shown in.</summary>
internal sealed record Sheet(string Title, IReadOnlyList<string> Heads, IReadOnlyList<string[]> Rows, string Note = "")
{
    /// <summary>What a floor that does not hold is called.</summary>
    public const string Missed = "missed";

    public static Sheet Of(IReadOnlyList<Floor> floors) => new(
        "Beside each other",
        ["", "measured", "floor", "goal", ""],
        [.. floors.Select(floor => (string[])
            [floor.Name, $"{floor.Value:0.00}", $"{floor.Least}", $"{floor.Goal}", floor.ReachesGoal ? "goal" : floor.Holds ? "floor" : Missed])]);

    public static Sheet Of(IReadOnlyList<Cold> colds) => new(
        "Just ready",
        ["profile", "first 10 s, /s", "warm, /s", "part"],
        [.. colds.Select(cold => (string[])[cold.Profile, $"{cold.First:0}", $"{cold.Warm:0}", $"{cold.Part:0.00}"])]);

    public static Sheet Of(Result result) => new(
        $"{result.Profile}: {Words(result)}",
        ["", "/s", "first / this", "half within (ms)", "99 %", "99.9 %", "all", "CPU µs, server", "database", "unexpected"],
        [.. (result.IsInParts ? Parts(result.Scores[0]) : result.Scores).Select(score => (string[])
            [
                score.Label, $"{score.PerSecond:0}", Ratio(result, score), $"{score.Within(0.5):0.0}", $"{score.Within(0.99):0.0}", $"{score.Within(0.999):0.0}",
                $"{score.Within(1):0.0}", $"{score.Server:0}", $"{score.Database:0}", Unexpected(score),
            ])],
        result.Note ?? "");

    /// <summary>How a result was measured, in words.</summary>
    public static string Words(Result result) => !result.IsInParts ? Words(result.Pace)
        : $"parts of {result.Pace.Length.TotalSeconds} s" + (result.BurnDown is null ? "" : ", and the herd until the last answer");

    private static string Words(Pace pace) =>
        $"{pace.Rounds} rounds of {pace.Length.TotalSeconds} s in turn after {pace.WarmRounds} that do not count, "
        + (pace.PerSecond is { } rate ? $"{rate:0} operations a second" : $"{pace.Connections} connections");

    // The first is compared with each of the others.
    private static string Ratio(Result result, Score score) => score == result.Scores[0] || result.IsInParts ? "" : $"{result.Scores[0].Times(score):0.00} ×";

    private static string Unexpected(Score score) =>
        string.Join(", ", score.Unexpected.Select(status => $"{status.Value} × {(status.Key == 0 ? "no answer" : status.Key)}"));

    // The parts of a run that is no contest, each for itself.
    private static IEnumerable<Score> Parts(Score score) => score.Rounds.Select(round => new Score(round.Name, [round]));
}
