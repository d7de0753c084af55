using System.Text.Json;
using Spectre.Console;

namespace ECommerce.Load;

/// <summary>A rehearsal for those who have to decide: what is sustained, where it gives way, what to raise.</summary>
internal static class RehearsalReport
{
    /// <summary>Shows it, and leaves rehearsal.json and rehearsal.html in a folder.</summary>
    public static void Write(DirectoryInfo folder, Setting setting, Rehearsed rehearsed)
    {
        Sheet[] sheets = [Verdict(rehearsed), Steps(rehearsed), AdviceOn(rehearsed)];
        Tables.Show(setting, sheets);
        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, "rehearsal.json"), Json(setting, rehearsed));
        var page = Path.Combine(folder.FullName, "rehearsal.html");
        Score[] scores = [new("calls", [.. AllOf(rehearsed).Select(step => step.Round)])];
        File.WriteAllText(page, HtmlReport.Page("Rehearsal", setting,
        [
            (sheets[0], []),
            (sheets[2], []),
            (sheets[1], [Plots.LatencyOverTime(scores), Plots.Histogram(scores), Plots.BurnDown(rehearsed.BurnDown), .. Stream(rehearsed)]),
        ]));
        AnsiConsole.WriteLine($"The report with plots: {page}");
    }

    private static Sheet Verdict(Rehearsed rehearsed) => new("What it sustains", ["", ""],
    [
        ["sustained", rehearsed.Sustained > 0 ? $"{rehearsed.Sustained:0} calls a second" : "not even the first step"],
        ["gives way at", rehearsed.GaveWay is { } step ? $"{step.Name}: {Words(step.Signs(rehearsed.Plan.Bound))}{Answers(step, ", answers ")}" : $"no step up to {rehearsed.Plan.Peak:0} calls a second"],
        ["everybody at once", $"{rehearsed.Herd.Round.Recording.Samples.Count} taps of {rehearsed.Plan.Users} users, {(rehearsed.Herd.Unsettled == 0 ? "all" : $"all but {rehearsed.Herd.Unsettled}")} settled after {rehearsed.Herd.Round.Recording.Length.TotalSeconds:0.0} s, half within {rehearsed.Herd.Half:0} ms{Answers(rehearsed.Herd, "; meanwhile ")}"],
        ["as fast as before", After(rehearsed.RecoveredAfter)],
        ["every payment published", After(rehearsed.DrainedAfter)],
        ["coupons, units and won", rehearsed.Wrong ?? "exact"],
    ],
    $"99 of 100 calls within {rehearsed.Plan.Bound.InTime.TotalMilliseconds:0} ms, {rehearsed.Plan.Bound.Answered:P0} answered as they should, no payment waiting for more than {rehearsed.Plan.Bound.Oldest.TotalSeconds:0} s, and ready all the time.");

    private static Sheet Steps(Rehearsed rehearsed) => new("Step by step",
        ["", "as they should", "/s", "half within (ms)", "99 %", "other answers, repeats included", "told to wait for a place", "payments waiting", "oldest (s)", "/readyz", "driver's share of its machine"],
        [.. AllOf(rehearsed).Select(step => (string[])
            [
                step.Name, $"{step.Answered:P1}", $"{step.Round.Recording.PerSecond:0}", $"{step.Half:0}", $"{step.Most:0}", Answers(step), $"{step.Waiting}", $"{step.Pending}",
                $"{step.OldestSeconds:0.0}", step.Unready ?? "ready", $"{step.Driver:P0}",
            ])],
        "Six of ten calls look, two are for the cart, one claims, one buys.");

    private static Sheet AdviceOn(Rehearsed rehearsed) => new("What to raise",
        ["sign", "what it means", "what to raise", "settings", "read on"],
        [.. rehearsed.Signs.Select(Advice.Of).Select(advice => (string[])[$"{advice.Sign}", advice.Means, advice.Raise, string.Join(", ", advice.Settings), advice.Paper])],
        rehearsed.Signs.Count == 0 ? "Nothing gave way. Play it again with a higher peak." : "");

    private static string Json(Setting setting, Rehearsed rehearsed) => JsonSerializer.Serialize(
        new
        {
            Target = setting.Form,
            setting.Machine,
            setting.At,
            rehearsed.Sustained,
            GaveWay = rehearsed.GaveWay is { } gave ? new { gave.PerSecond, Signs = gave.Signs(rehearsed.Plan.Bound).Select(sign => $"{sign}") } : null,
            Steps = AllOf(rehearsed).Select(step => new
            {
                step.Name,
                step.PerSecond,
                Calls = step.Round.Recording.Samples.Count,
                step.Answered,
                Milliseconds = new { Median = step.Half, P99 = step.Most, Highest = step.Round.Recording.Within(1) },
                step.Problems,
                step.Waiting,
                step.Pending,
                step.OldestSeconds,
                step.Unready,
                step.Driver,
                Seconds = step.Round.Recording.Length.TotalSeconds,
            }),
            RecoveredAfterSeconds = rehearsed.RecoveredAfter?.TotalSeconds,
            DrainedAfterSeconds = rehearsed.DrainedAfter?.TotalSeconds,
            rehearsed.Wrong,
            Advice = rehearsed.Signs.Select(Advice.Of).Select(advice => new { Sign = $"{advice.Sign}", advice.Means, advice.Raise, advice.Settings, advice.Paper }),
        },
        JsonReport.Json);

    private static IEnumerable<Step> AllOf(Rehearsed rehearsed) => [.. rehearsed.Ramp, rehearsed.Herd, rehearsed.Tail];

    private static IEnumerable<string> Stream(Rehearsed rehearsed) =>
    [
        Plots.OverTime("Payments that wait to be published", rehearsed.Looks.Where(look => look.Pending is not null).Select(look => (look.At, (double)look.Pending!.Value))),
        Plots.OverTime("Seconds that the oldest has waited", rehearsed.Looks.Where(look => look.OldestSeconds is not null).Select(look => (look.At, look.OldestSeconds!.Value))),
    ];

    private static string Words(IEnumerable<Sign> signs) => string.Join(", ", signs);

    private static string Answers(Step step, string before = "") => step.Problems.Count == 0 ? ""
        : before + string.Join(", ", step.Problems.OrderByDescending(it => it.Value).Select(it => $"{it.Value} × {it.Key}"));

    private static string After(TimeSpan? after) => after is { } time ? $"{time.TotalSeconds:0.0} s after the herd was settled" : "not while it was watched";
}
