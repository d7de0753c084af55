using System.Net;
using Microsoft.Extensions.Configuration;

namespace ECommerce.Silo;

/// <summary>What a silo of a cluster is told: who belongs together, and where it listens.</summary>
internal sealed class ClusterSettings(IConfiguration configuration)
{
    private const string DefaultName = "ecommerce";
    private const string DefaultAddress = "127.0.0.1";

    /// <summary>Silos and clients with the same id and the same Redis are one cluster.</summary>
    public string ClusterId => configuration["Orleans:ClusterId"] ?? DefaultName;

    /// <summary>Stays the same for the life of the shop, whatever cluster serves it.</summary>
    public string ServiceId => configuration["Orleans:ServiceId"] ?? DefaultName;

    /// <summary>Where membership is kept, as StackExchange.Redis reads it.</summary>
    public string Redis => configuration.GetConnectionString("Redis")!;

    /// <summary>The address that other silos and frontends use for this one, given as such or by a name.</summary>
    public IPAddress AdvertisedIP => Address(configuration, out _)!;

    /// <summary>Where other silos come in.</summary>
    public int SiloPort => configuration.GetValue("Orleans:SiloPort", 11_111);

    /// <summary>Where frontends come in.</summary>
    public int GatewayPort => configuration.GetValue("Orleans:GatewayPort", 30_000);

    /// <summary>Turned off only where a machine is meant to be full, as in a measurement.</summary>
    public bool LoadShedding => configuration.GetValue("Orleans:LoadShedding", true);

    /// <summary>The use of the machine's processors, in percent, over which calls of frontends are refused.</summary>
    public int CpuThreshold => configuration.GetValue("Orleans:CpuThreshold", 95);

    /// <summary>Why a silo must not start; null: it may.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        Missing(configuration, "Redis", "the cluster's membership")
        ?? Missing(configuration, "Postgres", "the ledger that all silos share")
        ?? (Address(configuration, out var reason) is null ? reason : null);

    private static IPAddress? Address(IConfiguration configuration, out string? reason) =>
        AdvertisedAddress.Find(configuration["Orleans:AdvertisedIP"] ?? DefaultAddress, out reason);

    private static string? Missing(IConfiguration configuration, string name, string what) =>
        string.IsNullOrEmpty(configuration.GetConnectionString(name)) ? $"A silo needs ConnectionStrings:{name}: {what}." : null;
}
