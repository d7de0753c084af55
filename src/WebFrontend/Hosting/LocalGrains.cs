using ECommerce.Silo;

namespace ECommerce.WebFrontend;

/// <summary>Engine=Local: the frontend's process is the silo as well.</summary>
internal static class LocalGrains
{
    public static void AddGrains(this WebApplicationBuilder builder) => builder.AddSilo();

    /// <summary>One process has nothing to show of a cluster.</summary>
    public static void MapGrains(this WebApplication app)
    {
    }
}
