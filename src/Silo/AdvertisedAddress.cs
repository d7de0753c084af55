using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace ECommerce.Silo;

/// <summary>
/// Where others reach this silo: an IP address, or a name. Of the addresses that a name stands for, the one that this machine has
/// is taken; so all silos may be given one name that stands for all of them, as the service's name does among containers.
/// </summary>
/// <remarks>Orleans itself takes only an IP address under the same key.</remarks>
internal static class AdvertisedAddress
{
    private const string Key = "Orleans:Endpoints:AdvertisedIPAddress";

    /// <summary>Why a silo cannot be reached as configured; null: it can.</summary>
    public static string? Refuse(IConfiguration configuration)
    {
        Find(Given(configuration), out var reason);
        return reason;
    }

    /// <summary>The configured address, which <see cref="Refuse"/> found to be one.</summary>
    public static IPAddress Of(IConfiguration configuration) =>
        Find(Given(configuration), out var reason) ?? throw new InvalidOperationException(reason);

    /// <summary>The address; null: there is none, and the reason says why.</summary>
    public static IPAddress? Find(string given, out string? reason)
    {
        if (IPAddress.TryParse(given, out var address))
        {
            reason = null;
            return address;
        }

        return Own(given, Resolve(given), OfThisMachine(), out reason);
    }

    /// <summary>The address among those of a name that this machine has.</summary>
    public static IPAddress? Own(string name, IReadOnlyList<IPAddress> named, IEnumerable<IPAddress> machine, out string? reason)
    {
        var own = named.FirstOrDefault(machine.Contains);
        reason = own is not null ? null
            : named.Count == 0 ? $"{Key} is '{name}': no IP address, and no name that resolves to one."
            : $"{Key} is '{name}', which stands for {string.Join(", ", named)}: this machine has no such address.";
        return own;
    }

    private static string Given(IConfiguration configuration) => configuration[Key] ?? $"{IPAddress.Loopback}";

    private static IPAddress[] Resolve(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return [];
        }
    }

    private static IEnumerable<IPAddress> OfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address);
}
