using System.Runtime.InteropServices;

namespace ECommerce.Load;

/// <summary>What came of one profile.</summary>
/// <param name="BurnDown">What was left, by name, over seconds; null where nothing was limited.</param>
/// <param name="Note">What else is worth saying.</param>
/// <param name="MayRefuse">True: 503 is an answer that was asked for.</param>
internal sealed record Result(
    string Profile,
    Pace Pace,
    IReadOnlyList<Score> Scores,
    IReadOnlyDictionary<string, IReadOnlyList<(double At, long Left)>>? BurnDown = null,
    string? Note = null,
    bool MayRefuse = false)
{
    /// <summary>Every operation ended as it may end.</summary>
    public bool IsAsExpected => Scores.SelectMany(score => score.Unexpected.Keys).All(status => MayRefuse && status == 503);

    /// <summary>The rounds are parts of one course of events, each with figures of its own.</summary>
    public bool IsInParts => BurnDown is not null || MayRefuse;
}

/// <summary>Where and how it was measured.</summary>
internal sealed record Setting(string Form, DateTimeOffset At)
{
    /// <summary>Who shares the machine.</summary>
    public string Where { get; init; } = "Driver, servers and database share the cores.";

    public string Machine { get; } =
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.FrameworkDescription}";
}
