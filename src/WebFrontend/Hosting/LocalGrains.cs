using ECommerce.Silo;

namespace ECommerce.WebFrontend;

/// <summary>Engine=Local: the frontend's process is the silo as well.</summary>
internal static class LocalGrains
{
    public static void AddGrains(this WebApplicationBuilder builder) => builder.AddSilo();
}
