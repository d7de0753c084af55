namespace ECommerce.Load;

/// <summary>A drop may follow a deployment: how fast is a shop that has just said that it is ready?</summary>
/// <param name="First">Operations in a second, of the first ten seconds.</param>
/// <param name="Warm">And later, the median of rounds.</param>
internal sealed record Cold(string Profile, double First, double Warm)
{
    private static readonly TimeSpan FirstSeconds = TimeSpan.FromSeconds(10);

    /// <summary>The part of the later throughput that the first seconds reach.</summary>
    public double Part => First / Warm;

    public static async Task<Cold> Of(Profile profile, Scale scale, ShopForm form, Pace pace, IProgress<string> progress)
    {
        await using var shop = await ShopTarget.Start("shop", form);
        var contestant = new Contestant("shop", shop, profile.On(shop, scale));
        progress.Report($"{profile.Name}: prepares");
        await contestant.Workload.Prepare();
        await contestant.Workload.Begin(FirstSeconds);
        await shop.Restart();
        progress.Report($"{profile.Name}: the first {FirstSeconds.TotalSeconds} s");
        var first = await ClosedLoop.Run(contestant.Workload, pace.Connections, FirstSeconds);
        await contestant.Workload.Check(first);
        var later = await Contest.Rounds([contestant], pace, progress);
        return new(profile.Name, first.PerSecond, later[0].PerSecond);
    }
}
