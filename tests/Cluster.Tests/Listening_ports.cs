using System.Net;

namespace ECommerce.Cluster.Tests;

/// <summary>Members of a cluster listen where they were told to, and nowhere else.</summary>
public sealed class Listening_ports
{
    [Fact]
    public async Task A_silo_listens_at_its_configured_addresses_and_a_frontend_for_HTTP_only()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sockets are read from /proc.");
        var (silo, gateway, everywhere) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        await using var deployment = await Deployment.StartCluster(frontends: 1, silos: [settings => settings with
        {
            More = settings.More.With(
                ("Orleans__Endpoints__SiloPort", $"{silo}"),
                ("Orleans__Endpoints__GatewayPort", $"{gateway}"),
                ("Orleans__Endpoints__SiloListeningEndpoint", $"0.0.0.0:{everywhere}")),
        }]);
        var (member, frontend) = (deployment.Silos[0], deployment.Frontends[0]);

        Assert.Equal(
            [.. ((IPEndPoint[])[Http(member), new(IPAddress.Loopback, gateway), new(IPAddress.Any, everywhere)]).OrderBy(at => at.Port)],
            ListeningSockets.Of(member));
        Assert.Equal([Http(frontend)], ListeningSockets.Of(frontend));
    }

    private static IPEndPoint Http(ShopProcess process) => new(IPAddress.Loopback, process.Address.Port);
}
