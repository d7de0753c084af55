using ECommerce.Silo;

namespace ECommerce.WebFrontend;

/// <summary>Where the grains are: in this process, or in the silos of a cluster when Redis is configured.</summary>
internal static class GrainAccess
{
    /// <summary>True when silos of a cluster hold the grains.</summary>
    public static bool IsCluster(IConfiguration configuration) => !string.IsNullOrEmpty(Redis(configuration));

    public static void AddGrains(this WebApplicationBuilder builder)
    {
        if (IsCluster(builder.Configuration))
        {
            builder.AddClusterClient(Redis(builder.Configuration)!);
        }
        else
        {
            builder.AddSilo();
        }
    }

    public static void MapGrains(this WebApplication app)
    {
        if (IsCluster(app.Configuration))
        {
            app.MapClusterDashboard();
        }
    }

    private static string? Redis(IConfiguration configuration) => configuration.GetConnectionString("Redis");
}
