namespace ECommerce.WebFrontend;

/// <summary>Liveness asks nobody; readiness asks a grain, which asks the ledger.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/livez", () => Results.Text("ok")).ExcludeFromDescription();
        app.MapGet("/readyz", async (IGrainFactory grains, ProductLists lists) =>
        {
            await grains.GetGrain<IOperationsGrain>(IOperationsGrain.Key).Ready();
            await lists.Current();
            return Results.Text("ok");
        }).ExcludeFromDescription();
    }
}
