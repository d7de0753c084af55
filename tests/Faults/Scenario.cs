namespace ECommerce.Faults;

/// <summary>
/// Users go on shopping while a fault comes and goes. They are only told to repeat, each of their calls has an answer in time, and all of them
/// succeed again when the fault is gone. Then nothing acknowledged is lost, repeats with the same key answer as before, and the books are right.
/// </summary>
internal static class Scenario
{
    /// <summary>The contract says two seconds where something hangs; the rest is for a machine that is busy with other tests.</summary>
    public static readonly TimeSpan Prompt = TimeSpan.FromSeconds(10);

    /// <summary>How long tests wait for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(0.5);

    /// <summary>Holds one.</summary>
    /// <param name="shop">Where users shop.</param>
    /// <param name="happens">Brings the fault, asks what is promised meanwhile, and takes the fault away.</param>
    /// <param name="breaks">True: connections of users may break, too, or stay silent until they give up.</param>
    /// <param name="within">The longest that a call may wait to be told to repeat; null: <see cref="Prompt"/>.</param>
    public static async Task<Impact> Of(
        IFaultyShop shop, Func<ContinuousLoad, Task> happens, ITestOutputHelper output, bool breaks = false, TimeSpan? within = null)
    {
        await using var load = await ContinuousLoad.Start(shop.Shop, shop.PaymentsFile, seed: 47, Calm);

        var impact = await load.ImpactOf(() => happens(load));

        output.WriteLine($"{impact}");
        Assert.All(load.Journal.Operations, call => Assert.True(call.Acknowledged is not { Status: >= 500 }, $"{call.Acknowledged}"));
        Assert.All(load.Journal.Operations.Where(call => call.Failure is not null), call => Assert.True(
            call.Failure is "503 unavailable" or "503 overloaded" || (breaks && !char.IsDigit(call.Failure![0])), $"{call.Kind}: {call.Failure}"));
        Assert.True(breaks || impact.LongestWait < (within ?? Prompt), $"Users waited too long: {impact}");
        output.WriteLine(await load.StopAndVerify());
        return impact;
    }
}
