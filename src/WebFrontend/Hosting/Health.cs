namespace ECommerce.WebFrontend;

/// <summary>Liveness asks nobody; readiness asks a grain, which asks the ledger.</summary>
internal static class Health
{
    private static readonly string[] Probes = ["GET", "HEAD"];

    public static void MapHealth(this WebApplication app)
    {
        app.MapMethods("/livez", Probes, () => Results.Text("ok")).ExcludeFromDescription();
        app.MapMethods("/readyz", Probes, async (IGrainFactory grains, ProductLists lists) =>
        {
            await grains.GetGrain<IOperationsGrain>(IOperationsGrain.Key).Ready();
            await lists.Current();
            return Results.Text("ok");
        }).ExcludeFromDescription();
    }
}
