namespace ECommerce.Load;

/// <summary>How a contest is run.</summary>
/// <param name="Connections">Operations under way at once, of a closed loop.</param>
/// <param name="Length">Of a round.</param>
/// <param name="Rounds">That count.</param>
/// <param name="WarmRounds">That do not, before them: a program is still being compiled then.</param>
/// <param name="PerSecond">Null: a closed loop. Otherwise operations begin at this rate.</param>
internal sealed record Pace(int Connections, TimeSpan Length, int Rounds, int WarmRounds, double? PerSecond = null);

/// <summary>Who does what.</summary>
/// <param name="Label">As reports call it.</param>
internal sealed record Contestant(string Label, Target Target, Workload Workload);

/// <summary>A part of a run.</summary>
/// <param name="Server">Processor time of the target's processes.</param>
/// <param name="Database">Processor time of the database server.</param>
internal sealed record Round(string Name, Recording Recording, TimeSpan Server, TimeSpan Database);

/// <summary>What a contestant did.</summary>
internal sealed record Score(string Label, IReadOnlyList<Round> Rounds)
{
    private readonly Lazy<Recording> _all = new(() => new(
        [.. Rounds.SelectMany(round => round.Recording.Samples)], TimeSpan.FromTicks(Rounds.Sum(round => round.Recording.Length.Ticks))));

    /// <summary>Operations in a second, the median of the rounds.</summary>
    public double PerSecond => Median(Rounds.Select(round => round.Recording.PerSecond));

    /// <summary>Processor time of the server for one operation, in microseconds.</summary>
    public double Server => Median(Rounds.Select(round => round.Server.TotalMicroseconds / Math.Max(1, round.Recording.Expected)));

    /// <summary>Processor time of the database for one operation, in microseconds.</summary>
    public double Database => Median(Rounds.Select(round => round.Database.TotalMicroseconds / Math.Max(1, round.Recording.Expected)));

    /// <summary>Operations that did not end as they should, by their status.</summary>
    public IReadOnlyDictionary<int, int> Unexpected => _all.Value.Unexpected;

    /// <summary>The time within which such a part of the operations that ended as expected was answered, in milliseconds.</summary>
    public double Within(double part) => _all.Value.Within(part);

    /// <summary>
    /// How many times as much as another, the median of the rounds that were run side by side. Not a number when either was answered
    /// otherwise than it should be: a fast refusal is no throughput.
    /// </summary>
    public double Times(Score other) => Unexpected.Count + other.Unexpected.Count > 0
        ? double.NaN
        : Median(Rounds.Zip(other.Rounds, (own, others) => own.Recording.PerSecond / others.Recording.PerSecond));

    private static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}

/// <summary>Several contestants on one machine, asked in turn, so that whatever else the machine does falls on all of them.</summary>
internal static class Contest
{
    public static async Task<IReadOnlyList<Score>> Run(IReadOnlyList<Contestant> contestants, Pace pace, IProgress<string> progress)
    {
        foreach (var contestant in contestants)
        {
            progress.Report($"prepares {contestant.Label}");
            await contestant.Workload.Prepare();
        }

        return await Rounds(contestants, pace, progress);
    }

    /// <summary>The rounds of contestants who are prepared.</summary>
    public static async Task<IReadOnlyList<Score>> Rounds(IReadOnlyList<Contestant> contestants, Pace pace, IProgress<string> progress)
    {
        var turns = contestants.Select(contestant => (Contestant: contestant, Rounds: new List<Round>())).ToList();
        for (var round = -pace.WarmRounds; round < pace.Rounds; round++)
        {
            var name = round < 0 ? $"warm-up {round + pace.WarmRounds + 1} of {pace.WarmRounds}" : $"round {round + 1} of {pace.Rounds}";

            // Whoever is asked first finds another machine than whoever is asked second.
            foreach (var (contestant, rounds) in round % 2 == 0 ? turns : turns.AsEnumerable().Reverse())
            {
                progress.Report($"{contestant.Label}, {name}");
                var done = await Once(contestant, pace, name);
                if (round >= 0)
                {
                    rounds.Add(done);
                }
            }
        }

        foreach (var contestant in contestants)
        {
            progress.Report($"checks the books of {contestant.Label}");
            await contestant.Target.Check();
        }

        return [.. turns.Select(turn => new Score(turn.Contestant.Label, turn.Rounds))];
    }

    /// <summary>One round, and what it cost.</summary>
    private static async Task<Round> Once(Contestant contestant, Pace pace, string name)
    {
        var (target, workload) = (contestant.Target, contestant.Workload);
        await workload.Begin(pace.Length);
        var done = await Costed(target, name, () => pace.PerSecond is { } rate
            ? OpenLoop.Run(workload, OpenLoop.Steady(rate, pace.Length))
            : ClosedLoop.Run(workload, pace.Connections, pace.Length));
        await workload.Check(done.Recording);
        await target.Rest();
        return done;
    }

    /// <summary>A recording, and what the target's processes used while it was made.</summary>
    public static async Task<Round> Costed(Target target, string name, Func<Task<Recording>> run)
    {
        var before = Cpu.Of(target.Processes, target.Database);
        var recording = await run();
        var after = Cpu.Of(target.Processes, target.Database);
        return new(name, recording, after.Processes - before.Processes, after.Database - before.Database);
    }
}
