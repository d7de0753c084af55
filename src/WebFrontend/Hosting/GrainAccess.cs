using ECommerce.Silo;

namespace ECommerce.WebFrontend;

/// <summary>Where the grains are: in this process, or in the silos of a cluster when Redis is configured.</summary>
internal static class GrainAccess
{
    /// <summary>Why no silo of the cluster would let this process in; null: one would, or there is no cluster.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        Redis(configuration) is { Length: > 0 } ? ClusterTls.RefuseToStart(configuration) : null;

    public static void AddGrains(this WebApplicationBuilder builder)
    {
        if (Redis(builder.Configuration) is { Length: > 0 } redis)
        {
            builder.AddClusterClient(redis, ClusterTls.Of(builder.Configuration));
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
