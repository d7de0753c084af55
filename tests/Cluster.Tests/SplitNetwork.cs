namespace ECommerce.Cluster.Tests;

/// <summary>
/// Two hosts of the test's own, as network namespaces on one bridge: each reaches this machine, and each other unless they are cut
/// off from each other. All of it is gone when disposed.
/// </summary>
internal sealed class SplitNetwork : IAsyncDisposable
{
    private const string Bridge = "shop-bridge";
    private static readonly string[] Hosts = ["shop-a", "shop-b"];

    private SplitNetwork()
    {
    }

    /// <summary>This machine, as the hosts see it.</summary>
    public static string Here => "10.77.91.1";

    /// <summary>Without the right to make namespaces: fails where tests run for the record (CI=true), skips the test elsewhere.</summary>
    public static void Require()
    {
        const string reason = "Network namespaces need root and iproute2 (for example apt-get install iproute2).";
        var isThere = Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/ip") && File.Exists("/usr/sbin/bridge");
        Assert.False(!isThere && Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.SkipUnless(isThere, reason);
    }

    /// <summary>Makes it; what an earlier run left behind goes first.</summary>
    public static async Task<SplitNetwork> Make()
    {
        var network = new SplitNetwork();
        await network.DisposeAsync();
        await Run("ip", "link", "add", Bridge, "type", "bridge");
        await Run("ip", "addr", "add", Here + "/24", "dev", Bridge);
        await Run("ip", "link", "set", Bridge, "up");
        for (var host = 0; host < Hosts.Length; host++)
        {
            await Run("ip", "netns", "add", Hosts[host]);
            await Run("ip", "link", "add", Link(host), "type", "veth", "peer", "name", "eth0", "netns", Hosts[host]);
            await Run("ip", "link", "set", Link(host), "master", Bridge, "up");
            await Run("ip", "-n", Hosts[host], "addr", "add", Address(host) + "/24", "dev", "eth0");
            await Run("ip", "-n", Hosts[host], "link", "set", "lo", "up");
            await Run("ip", "-n", Hosts[host], "link", "set", "eth0", "up");
        }

        return network;
    }

    /// <summary>The settings of a silo on a host.</summary>
    public static ShopSettings Place(ShopSettings settings, int host) => settings with
    {
        Host = Address(host),
        Launcher = ["ip", "netns", "exec", Hosts[host]],
        More = settings.More.With(("Orleans__Endpoints__AdvertisedIPAddress", Address(host))),
    };

    /// <summary>What one host sends to the other is lost, or not any more.</summary>
    public async Task Cut(bool off)
    {
        for (var host = 0; host < Hosts.Length; host++)
        {
            await Run("bridge", "link", "set", "dev", Link(host), "isolated", off ? "on" : "off");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Hosts)
        {
            await Command.Run("ip", "netns", "del", host);
        }

        await Command.Run("ip", "link", "del", Bridge);
    }

    private static string Address(int host) => $"10.77.91.{host + 2}";

    private static string Link(int host) => $"veth-{Hosts[host]}";

    private static async Task Run(string program, params string[] arguments)
    {
        var (code, output) = await Command.Run(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {output}");
    }
}
