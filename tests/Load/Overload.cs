namespace ECommerce.Load;

/// <summary>
/// More buyers than the shop can serve: as many as it can serve, five times as many, then few. Shows what is still answered meanwhile and how
/// soon, what is refused, and what remains of it.
/// </summary>
/// <param name="scale">Users, and skus that are bought.</param>
/// <param name="pace">Connections with which the maximum is found, and how long each part takes.</param>
internal sealed class Overload(ShopTarget shop, Scale scale, Pace pace)
{
    private const int Excess = 5;

    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(1);

    // How much of the maximum comes before and afterwards.
    private const double Calm = 0.2;

    public async Task<Result> Run(IProgress<string> progress)
    {
        progress.Report("prepares users and goods");
        var buys = new PurchaseLoad(shop, Purchase.Buy, scale.Users, scale.Skus, scale.Skew);
        var maximum = (await Contest.Run([new(shop.Name, shop, buys)], pace, progress))[0].PerSecond;
        var parts = new List<Round>();
        async Task<Round> Part(string name, double times)
        {
            progress.Report(name);
            parts.Add(await Contest.Costed(shop, name, () => OpenLoop.Run(buys, OpenLoop.Steady(maximum * times, pace.Length))));
            return parts[^1];
        }

        var calm = await Part("calm", Calm);
        var before = shop.Megabytes;
        await Part("1 x", 1);
        var excess = (await Part($"{Excess} x", Excess)).Recording;
        var after = await Part("recovery", Calm);
        await buys.Check(new([.. parts.SelectMany(part => part.Recording.Samples)], pace.Length));
        var later = shop.Megabytes;
        await shop.Rest();
        await shop.Check();
        var refused = excess.Samples.Count(sample => sample.Operation.Status == 503);
        return new("overload", pace, [new(shop.Name, parts)], MayRefuse: true, Note:
            $"Maximum {maximum:0} /s. At {Excess} x: {excess.PerSecondWithin(InTime) / maximum:0.00} of it in time, 99 % within {excess.Within(0.99):0} ms, "
            + $"{(double)refused / excess.Samples.Count:P0} answered 503. Resident: {before} MiB before, {shop.PeakMegabytes} at most, {later} afterwards. "
            + (after.Recording.RecoveredAfter(calm.Recording.Within(0.99) * 2) is { } recovered
                ? $"As fast as before {recovered.TotalSeconds:0.0} s after the last of them."
                : "Not as fast as before while it was watched."));
    }
}
