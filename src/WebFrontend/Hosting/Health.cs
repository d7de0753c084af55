namespace ECommerce.WebFrontend;

/// <summary>Liveness asks nobody; readiness asks a grain, which asks the ledger.</summary>
internal static class Health
{
    /// <summary>Says that the process runs, whatever else does not.</summary>
    public const string Liveness = "/livez";

    private static readonly string[] Probes = ["GET", "HEAD"];

    public static void MapHealth(this WebApplication app)
    {
        app.MapMethods(Liveness, Probes, () => Results.Text("ok")).ExcludeFromDescription();
        app.MapMethods("/readyz", Probes, async (IGrainFactory grains, ProductLists lists, TimeProvider clock) =>
        {
            await grains.GetGrain<IOperationsGrain>(IOperationsGrain.Key).Ready().WaitAsync(FrontendBounds.Readiness, clock);
            await lists.Current().AsTask().WaitAsync(FrontendBounds.Readiness, clock);
            return Results.Text("ok");
        }).ExcludeFromDescription();
    }
}
