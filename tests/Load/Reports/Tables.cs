using Spectre.Console;

namespace ECommerce.Load;

/// <summary>Results for a person at a terminal.</summary>
internal static class Tables
{
    public static void Show(Setting setting, IReadOnlyList<Result> results)
    {
        // Where the output is no terminal, nothing is wrapped.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 180);
        AnsiConsole.WriteLine($"{setting.Form}; {setting.Machine}; driver, servers and database on the same cores");
        foreach (var result in results)
        {
            AnsiConsole.Write(Of(result));
        }
    }

    public static void Show(IReadOnlyList<Floor> floors)
    {
        var table = new Table().AddColumns("beside each other", "measured", "floor", "goal", "");
        foreach (var floor in floors)
        {
            table.AddRow(floor.Name, $"{floor.Value:0.00}", $"{floor.Least}", $"{floor.Goal}", floor.ReachesGoal ? "goal" : floor.Holds ? "floor" : "missed");
        }

        AnsiConsole.Write(table);
    }

    public static void Show(IReadOnlyList<Cold> colds)
    {
        var table = new Table().AddColumns("profile", "first 10 s, /s", "warm, /s", "part");
        foreach (var cold in colds)
        {
            table.AddRow(cold.Profile, $"{cold.First:0}", $"{cold.Warm:0}", $"{cold.Part:0.00}");
        }

        AnsiConsole.Write(table);
    }

    /// <summary>How a result was measured, in words.</summary>
    public static string Words(Result result) => result.BurnDown is null ? Words(result.Pace) : $"parts of {result.Pace.Length.TotalSeconds} s, and the herd until the last answer";

    private static string Words(Pace pace) =>
        $"{pace.Rounds} rounds of {pace.Length.TotalSeconds} s in turn after {pace.WarmRounds} that do not count, "
        + (pace.PerSecond is { } rate ? $"{rate:0} operations a second" : $"{pace.Connections} connections");

    /// <summary>The first is compared with each of the others.</summary>
    public static string Ratio(Result result, Score score) => score == result.Scores[0] || result.BurnDown is not null ? "" : $"{result.Scores[0].Times(score):0.00} ×";

    /// <summary>What went otherwise than it should, in words.</summary>
    public static string Unexpected(Score score) =>
        string.Join(", ", score.Unexpected.Select(status => $"{status.Value} × {(status.Key == 0 ? "no answer" : status.Key)}"));

    private static Table Of(Result result)
    {
        var table = new Table { Title = new($"{result.Profile}: {Words(result)}".EscapeMarkup()) };
        table.AddColumns("", "/s", "first / this", "half within", "99 %", "99.9 %", "all (ms)", "CPU µs, server", "database", "unexpected");
        foreach (var score in result.BurnDown is null ? result.Scores : Parts(result.Scores[0]))
        {
            table.AddRow(
                score.Label, $"{score.PerSecond:0}", Ratio(result, score), $"{score.Within(0.5):0.0}", $"{score.Within(0.99):0.0}", $"{score.Within(0.999):0.0}",
                $"{score.Within(1):0.0}", $"{score.Server:0}", $"{score.Database:0}", Unexpected(score));
        }

        return result.Note is { } note ? table.Caption(note.EscapeMarkup()) : table;
    }

    /// <summary>The parts of a run that is no contest, each for itself.</summary>
    public static IEnumerable<Score> Parts(Score score) => score.Rounds.Select(round => new Score(round.Name, [round]));
}
