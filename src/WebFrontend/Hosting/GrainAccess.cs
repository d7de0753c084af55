using ECommerce.Silo;

namespace ECommerce.WebFrontend;

/// <summary>Where the grains are: in this process, or in the silos of a cluster when Redis is configured.</summary>
internal static class GrainAccess
{
    /// <summary>
    /// What is wrong with the settings that silos read too, and with the names of all, or why the grains must not start in this process;
    /// null: nothing, or they are elsewhere.
    /// </summary>
    public static string? RefuseToStart(IConfiguration configuration) => SettingFaults.RefuseToStart(configuration)
        ?? (Redis(configuration) is { Length: > 0 } ? null : SiloHosting.RefuseToStart(configuration));

    public static void AddGrains(this WebApplicationBuilder builder)
    {
        if (Redis(builder.Configuration) is { Length: > 0 } redis)
        {
            builder.AddClusterClient(redis);
        }
        else
        {
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
