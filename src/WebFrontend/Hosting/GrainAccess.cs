using ECommerce.Silo;

namespace ECommerce.WebFrontend;

/// <summary>Where the grains are: in this process, or in the silos of a cluster when Redis is configured.</summary>
internal static class GrainAccess
{
    /// <summary>
    /// What is wrong with the settings that silos read too, and with the names of all; why no silo of the cluster would let this process in,
    /// or why the grains must not start in it; null: nothing.
    /// </summary>
    public static string? RefuseToStart(IConfiguration configuration) => SettingFaults.RefuseToStart(configuration)
        ?? (Redis(configuration) is { Length: > 0 } ? ClusterTls.RefuseToStart(configuration) : SiloHosting.RefuseToStart(configuration));

    public static void AddGrains(this WebApplicationBuilder builder)
    {
        if (Redis(builder.Configuration) is { Length: > 0 } redis)
        {
            builder.AddTelemetry(Telemetry.Frontend, RefusedCalls.Meter);
            builder.AddClusterClient(redis, ClusterTls.Of(builder.Configuration), Telemetry.IsOn(builder.Configuration));
        }
        else
        {
            builder.AddTelemetry(Telemetry.Shop, RefusedCalls.Meter);
            builder.AddSilo();
        }
    }

    public static void MapGrains(this WebApplication app)
    {
        if (Redis(app.Configuration) is { Length: > 0 })
        {
            app.MapClusterDashboard();
        }
    }

    private static string? Redis(IConfiguration configuration) => configuration.GetConnectionString("Redis");
}
