using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace ECommerce.WebFrontend;

/// <summary>
/// Proxies in front whose <c>X-Forwarded-*</c> headers are believed, as far as the shop asks for them: addresses or networks of <c>ForwardedHeaders:KnownProxies</c>. Anybody can
/// send these headers, so without that setting they are not looked at.
/// </summary>
internal static class Proxies
{
    private const string Setting = "ForwardedHeaders:KnownProxies";

    /// <summary>Which of the proxies is none; null: all are.</summary>
    public static string? RefuseToStart(IConfiguration configuration) =>
        SettingLists.Of(configuration, Setting).FirstOrDefault(proxy => Network(proxy) is null) is { } wrong
            ? $"{Setting}: \"{wrong}\" is not an address or a network, such as 10.0.0.1 or 10.0.0.0/8."
            : null;

    public static void UseProxies(this WebApplication app)
    {
        if (SettingLists.Of(app.Configuration, Setting) is not { Count: > 0 } proxies)
        {
            return;
        }

        // From the last proxy to the first address that is not a known proxy: that is the caller.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(Network(proxy)!.Value);
        }

        app.UseForwardedHeaders(options);
    }

    private static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
        : null;
}
