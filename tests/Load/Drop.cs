namespace ECommerce.Load;

/// <summary>
/// The day of a drop: users look around, more and more of them; then all tap in the same instant, three times for a coupon and three
/// times to buy; then they look around again.
/// </summary>
/// <param name="users">How many tap.</param>
/// <param name="pace">How long each part takes, and how many calls a second there are on a calm day.</param>
internal sealed class Drop(ShopTarget shop, int users, Pace pace)
{
    // How much busier it gets before the drop.
    private const int Growth = 20;
    private const double Calm = 200;

    public async Task<Result> Run(IProgress<string> progress)
    {
        var (length, perSecond) = (pace.Length, pace.PerSecond ?? Calm);
        progress.Report("prepares users and goods");
        var browse = new BrowseLoad(shop);
        await browse.Prepare();
        var taps = new Taps(shop, users, balance: 10_000_000);
        await taps.Prepare();

        // The program's hot paths are compiled, as they would be in a shop that runs.
        await OpenLoop.Run(browse, OpenLoop.Steady(perSecond * Growth / 2, length));
        var parts = new List<Round>();
        async Task Part(string name, Workload workload, IEnumerable<TimeSpan> due)
        {
            progress.Report(name);
            await workload.Begin(length);
            parts.Add(await Contest.Costed(shop, name, () => OpenLoop.Run(workload, due)));
        }

        await Part("calm", browse, OpenLoop.Steady(perSecond, length));
        await Part("ramp", browse, OpenLoop.Ramp(perSecond, perSecond * Growth, length));
        await Part("herd", taps, OpenLoop.Herd((int)taps.Operations));
        await Part("recovery", browse, OpenLoop.Steady(perSecond, length));
        progress.Report("checks the books");
        await taps.Check(parts[2].Recording);
        WrongBooksException.ThrowUnless(shop, "taps without an answer that settles them", 0, parts[2].Recording.Samples.Count - parts[2].Recording.Expected);
        await shop.Check();
        return new("drop", pace, [new(shop.Name, parts)], taps.BurnDown, parts[3].Recording.RecoveredAfter(parts[0].Recording.Within(0.99) * 2) is { } after
            ? $"As fast as before {after.TotalSeconds:0.0} s after the last tap was answered."
            : "Not as fast as before while it was watched.");
    }
}
