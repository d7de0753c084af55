using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ECommerce.WebFrontend;

/// <summary>
/// How many connections there may be, and how slow their other ends. What runs out first is the process's descriptors: a runtime that cannot open one more
/// file or socket aborts the process.
/// </summary>
internal static class ConnectionBounds
{
    private const string Section = "Connections:";

    /// <summary>Descriptors for all that is no connection of a caller: the database, the silo, files and libraries; a shop at rest has 365 open.</summary>
    private const int Reserve = 512;

    /// <summary>Where there are descriptors for more: each connection costs some 20 KB of memory.</summary>
    private const int Usual = 20_000;

    private static readonly NumberSetting Maximum = new(Section + "Maximum", 0, 1, 1_000_000);
    private static readonly NumberSetting MaximumPerAddress = new(Section + "MaximumPerAddress", int.MaxValue, 1, 1_000_000);

    /// <summary>Headers are one packet, and this is three of its losses in a row.</summary>
    private static readonly TimeSpan Headers = TimeSpan.FromSeconds(10);

    // A phone on GPRS has 16 to 40 kbit/s, and now and then nothing for some seconds. No body of the contract but a file has 10 KB.
    private static readonly MinDataRate Body = new(bytesPerSecond: 1_024, gracePeriod: TimeSpan.FromSeconds(10));
    private static readonly MinDataRate Answer = new(bytesPerSecond: 1_024, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>Which of the settings is out of its bounds; null: none.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        NumberSetting.Refuse(configuration, Maximum, MaximumPerAddress)
        ?? (Maximum.Of(configuration) > MostFor(Descriptors())
            ? $"{Maximum.Key} is more than {MostFor(Descriptors())}, which is what this process may open less what it needs itself." : null);

    /// <summary>Bounds the connections of all endpoints, and how slow they may be.</summary>
    public static void AddConnectionBounds(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddSingleton(new Connections(MostOf(configuration), MaximumPerAddress.Of(configuration)));
        builder.Services.AddSingleton<SocketTransportFactory>();
        builder.Services.AddSingleton<IConnectionListenerFactory, BoundedListeners>();
        builder.WebHost.ConfigureKestrel(BoundSlowness);
    }

    /// <summary>How many connections there may be.</summary>
    public static int MostOf(IConfiguration configuration) =>
        Maximum.Of(configuration) is > 0 and var set ? set : Math.Min(Usual, MostFor(Descriptors()));

    private static void BoundSlowness(KestrelServerOptions kestrel)
    {
        kestrel.Limits.RequestHeadersTimeout = Headers;
        kestrel.Limits.MinRequestBodyDataRate = Body;
        kestrel.Limits.MinResponseDataRate = Answer;
    }

    private static int MostFor(long descriptors) => (int)Math.Clamp(descriptors - Reserve, 1, int.MaxValue);

    /// <summary>How many descriptors this process may have; where the system does not tell, as many as macOS gives.</summary>
    private static long Descriptors()
    {
        const string limits = "/proc/self/limits";
        const string name = "Max open files";
        var line = File.Exists(limits) ? File.ReadLines(limits).First(line => line.StartsWith(name, StringComparison.Ordinal)) : "";
        return line is "" ? 10_240
            : long.TryParse(line[name.Length..].TrimStart().Split(' ')[0], CultureInfo.InvariantCulture, out var soft) ? soft
            : int.MaxValue;
    }
}
