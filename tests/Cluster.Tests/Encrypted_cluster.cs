using System.Net.Security;
using System.Net.Sockets;

namespace ECommerce.Cluster.Tests;

/// <summary>TLS between silos and frontends: members show certificates of one authority, and others do not come in.</summary>
public sealed class Encrypted_cluster
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Two_silos_and_their_frontends_serve_and_stay_exact_with_certificates_in_files_of_any_kind()
    {
        using var authority = new CertificateAuthority();
        await using var deployment = await Deployment.StartCluster(
            authority.Member(new ShopSettings { SigningKey = true }), silos: [authority.MemberByPfx, authority.MemberByEncryptedKey]);
        await using var load = await ContinuousLoad.Start(deployment, seed: 53);

        var impact = await load.ImpactOf(() => Task.CompletedTask);

        Assert.Equal((2, 0), ((await Membership.Of(deployment)).Active, impact.Failed));
        await load.StopAndVerify();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_frontend_sends_to_a_silo_can_be_read_on_the_way_only_without_TLS(bool isEncrypted)
    {
        using var authority = new CertificateAuthority();
        var listens = FreePort.Next();
        await using var relay = new RecordingRelay(listens);
        var settings = new ShopSettings { SigningKey = true };
        await using var deployment = await Deployment.StartCluster(
            isEncrypted ? authority.Member(settings) : settings, frontends: 1, silos: [silo => silo with
            {
                More = silo.More.With(
                    ("Orleans__Endpoints__GatewayPort", $"{relay.Port}"), ("Orleans__Endpoints__GatewayListeningEndpoint", $"127.0.0.1:{listens}")),
            }]);

        var before = relay.Length;
        var user = await deployment.Shop().NewUser(balance: 5_000);

        Assert.True(relay.Length > before, "The call did not come this way.");
        Assert.Equal(!isEncrypted, relay.Carried(user.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_no_certificate_or_one_of_another_authority_does_not_come_in(bool hasCertificate)
    {
        using var authority = new CertificateAuthority();
        using var another = new CertificateAuthority();
        await using var deployment = await Deployment.StartCluster(
            authority.Member(new ShopSettings { SigningKey = true }), frontends: 1, silos: [silo => silo]);
        ShopSettings Outsider(ShopSettings settings) => hasCertificate ? another.Member(settings) : WithoutTls(settings);

        await using var silo = deployment.LaunchSilo(Outsider);
        await Says(silo, "Failed to get ping responses from 1 of 1 active silos");
        Assert.Equal(1, (await Membership.Of(deployment)).Active);
        Assert.False(await IsReady(silo));

        await using var frontend = deployment.LaunchFrontend(Outsider);
        await Says(frontend, "No silo is found yet");
        Assert.False(await IsReady(frontend));
        Assert.Contains("Authentication failed", deployment.Silos[0].Log);

        (await (await deployment.Shop().NewUser()).Charge(1_000)).Expect(201);
    }

    [Fact]
    public async Task A_client_that_shows_no_certificate_is_hung_up_on()
    {
        using var authority = new CertificateAuthority();
        var gateway = FreePort.Next();
        await using var deployment = await Deployment.StartCluster(authority.Member(new ShopSettings()), frontends: 1, silos: [silo => silo with
        {
            More = silo.More.With(("Orleans__Endpoints__GatewayPort", $"{gateway}")),
        }]);
        using var client = new TcpClient("127.0.0.1", gateway);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        using var patience = new CancellationTokenSource(Patience);

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "silo" }, patience.Token);
            await tls.ReadExactlyAsync(new byte[1], patience.Token);
        });
        Assert.Contains("Authentication failed", await Says(deployment.Silos[0], "Authentication failed"));
    }

    private static ShopSettings WithoutTls(ShopSettings settings) => settings with
    {
        More = settings.More.Where(setting => !setting.Key.StartsWith("Orleans__Tls", StringComparison.Ordinal)).ToDictionary(),
    };

    private static async Task<string> Says(ShopProcess process, string text)
    {
        var log = await Eventually.Ask(() => Task.FromResult(process.Log), log => log.Contains(text), Patience);
        Assert.Contains(text, log);
        return log;
    }

    /// <summary>False also while it does not listen yet.</summary>
    private static async Task<bool> IsReady(ShopProcess process)
    {
        try
        {
            using var answer = await process.Http.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
