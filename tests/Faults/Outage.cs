using System.Diagnostics;

namespace ECommerce.Faults;

/// <summary>What users and probes are promised while the ledger cannot be written, for whatever reason.</summary>
internal static class Outage
{
    /// <summary>
    /// Each user is told to repeat; a probe learns that the shop is alive, not ready, and why; what is answered from memory goes on. Each
    /// answer is there in time.
    /// </summary>
    public static async Task IsTold(IFaultyShop shop, ContinuousLoad load)
    {
        await load.EverybodyIsTold();

        var ready = await InTime(() => shop.Shop.Anonymous.Get("/readyz"));
        Assert.Contains(ready.Expect(503)["dependencies"].EnumerateArray(), dependency =>
            !dependency.GetProperty("ok").GetBoolean() && dependency.TryGetProperty("problem", out var problem) && problem.GetString() is { Length: > 0 });
        await IsAlive(shop);
    }

    /// <summary>The process is alive and serves the product list from memory.</summary>
    public static async Task IsAlive(IFaultyShop shop)
    {
        (await InTime(() => shop.Shop.Anonymous.Get("/livez"))).Expect(200);
        (await InTime(() => shop.Shop.Anonymous.Get("/v1/products"))).Expect(200);
    }

    /// <summary>The shop comes to be ready again.</summary>
    public static async Task IsOver(IFaultyShop shop) =>
        (await Eventually.Ask(() => shop.Shop.Anonymous.Get("/readyz"), answer => answer.IsSuccess, Scenario.Patience)).Expect(200);

    private static async Task<Answer> InTime(Func<Task<Answer>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await ask();
        Assert.True(Stopwatch.GetElapsedTime(began) < Scenario.Prompt, $"After {Stopwatch.GetElapsedTime(began)}: {answer}");
        return answer;
    }
}
