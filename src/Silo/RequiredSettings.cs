using Microsoft.Extensions.Configuration;

namespace ECommerce.Silo;

/// <summary>What this program needs to be a member of a cluster.</summary>
internal static class RequiredSettings
{
    /// <summary>Why the silo must not start; null: it may.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        Missing(configuration, "Redis", "the cluster's membership")
        ?? Missing(configuration, "Postgres", "the ledger that all silos share")
        ?? AdvertisedAddress.Refuse(configuration);

    private static string? Missing(IConfiguration configuration, string name, string what) =>
        string.IsNullOrEmpty(configuration.GetConnectionString(name)) ? $"A silo needs ConnectionStrings:{name}: {what}." : null;
}
