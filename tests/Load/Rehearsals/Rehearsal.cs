using System.Diagnostics;

namespace ECommerce.Load;

/// <summary>How a day is played.</summary>
/// <param name="Users">Who take part.</param>
/// <param name="Peak">Calls that begin in a second on the last step of the ramp.</param>
/// <param name="Steps">Of the ramp, each as much busier than the one before.</param>
/// <param name="Length">Of a step.</param>
internal sealed record Plan(int Users, double Peak, int Steps, TimeSpan Length, Bound Bound);

/// <summary>What came of it.</summary>
/// <param name="Ramp">Its steps, until one was too much.</param>
/// <param name="RecoveredAfter">How long after the herd calls were as fast as on the first step; null: not while it was watched.</param>
/// <param name="DrainedAfter">How long after the herd every payment was published; null: not while it was watched.</param>
/// <param name="Wrong">What the shop did otherwise than it answered; null: its books were right.</param>
internal sealed record Rehearsed(
    Plan Plan, IReadOnlyList<Step> Ramp, Step Herd, Step Tail, IReadOnlyDictionary<string, IReadOnlyList<(double At, long Left)>> BurnDown,
    TimeSpan? RecoveredAfter, TimeSpan? DrainedAfter, IReadOnlyList<Look> Looks, string? Wrong)
{
    /// <summary>Calls a second of the busiest step that was sustained; 0: not even the first was.</summary>
    public double Sustained => Ramp.Where(step => step.Signs(Plan.Bound).Count == 0).Select(step => step.PerSecond!.Value).DefaultIfEmpty(0).Max();

    /// <summary>The first step that was too much; null: none was.</summary>
    public Step? GaveWay => Ramp.FirstOrDefault(step => step.Signs(Plan.Bound).Count > 0);

    /// <summary>All signs that were seen, those of the ramp first. A herd may wait, and is judged by what it got no answer to.</summary>
    public IReadOnlyList<Sign> Signs
    {
        get
        {
            List<Sign> signs = [.. (GaveWay?.Signs(Plan.Bound) ?? []), .. Herd.Signs(Plan.Bound with { InTime = Limits.Patience }), .. Tail.Signs(Plan.Bound)];
            if (Herd.Unsettled > 0)
            {
                signs.Add(Sign.Unsettled);
            }

            if (Herd.Waiting + Tail.Waiting + Ramp.Sum(step => step.Waiting) > 0)
            {
                signs.Add(Sign.Waiting);
            }

            return [.. signs.Distinct()];
        }
    }
}

/// <summary>
/// The day of a drop on a running installation: it gets busier step by step until it gives way or the peak is reached; then everybody taps in one
/// instant; then it is calm. What was made is left for <see cref="Installation.ClearUp"/>.
/// </summary>
/// <param name="stop">Ends the load; <see cref="Play"/> throws when what was under way is answered.</param>
internal sealed class Rehearsal(Installation shop, Plan plan, IProgress<string> progress, CancellationToken stop)
{
    private const long Balance = 1_000;

    public async Task<Rehearsed> Play()
    {
        progress.Report("prepares users, products and campaigns");
        var day = new DayLoad(shop, plan.Users, stop);
        await day.Prepare();
        stop.ThrowIfCancellationRequested();
        var taps = new Taps(shop, plan.Users, Balance, stop);
        await taps.Prepare();
        await using var watch = new Watch(shop);

        // A shop that has just been deployed compiles what it has not been asked yet: nobody opens a drop on one.
        var calm = plan.Peak / plan.Steps;
        await Part("warm-up", calm, day, OpenLoop.Steady(calm, plan.Length), watch);
        List<Step> ramp = [];
        for (var step = 1; step <= plan.Steps && ramp.All(it => it.Signs(plan.Bound).Count == 0); step++)
        {
            var rate = plan.Peak * step / plan.Steps;
            ramp.Add(await Part($"{rate:0} /s", rate, day, OpenLoop.Steady(rate, plan.Length), watch));
        }

        var herd = await Part("herd", null, taps, OpenLoop.Herd((int)taps.Operations), watch);
        var over = watch.Now;
        var tail = await Part("tail", calm, day, OpenLoop.Steady(calm, plan.Length), watch);
        progress.Report("waits for the payment stream");
        var last = await Eventually.Ask(watch.Once, look => look.Pending == 0, Limits.Patience);
        progress.Report("checks what was sold and issued");
        return new(
            plan, ramp, herd, tail, taps.BurnDown, tail.Round.Recording.RecoveredAfter(Math.Max(2 * ramp[0].Most, 20)),
            last.Pending == 0 ? TimeSpan.FromSeconds(watch.Since(over).First(look => look.Pending == 0).At - over) : null,
            watch.Since(0), await WrongBooks(taps, herd));
    }

    private async Task<Step> Part(string name, double? perSecond, Workload workload, IEnumerable<TimeSpan> due, Watch watch)
    {
        stop.ThrowIfCancellationRequested();
        progress.Report(name);
        await workload.Begin(plan.Length);
        shop.TakeProblems();
        shop.TakeWaiting();
        var (from, clock, used) = (watch.Now, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var round = await Contest.Costed(shop, name, () => OpenLoop.Run(workload, due, stop));
        stop.ThrowIfCancellationRequested();
        var driver = (Environment.CpuUsage.TotalTime - used) / (clock.Elapsed * Environment.ProcessorCount);
        await watch.Once();
        return new(name, perSecond, round, shop.TakeProblems(), shop.TakeWaiting(), watch.Since(from), driver);
    }

    private static async Task<string?> WrongBooks(Taps taps, Step herd)
    {
        try
        {
            await taps.Check(herd.Round.Recording);
            return null;
        }
        catch (WrongBooksException wrong)
        {
            return wrong.Message;
        }
    }
}
