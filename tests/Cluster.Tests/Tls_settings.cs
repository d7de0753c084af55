namespace ECommerce.Cluster.Tests;

/// <summary>Certificates with which nobody would be let in keep a program from starting, and it says why.</summary>
public sealed class Tls_settings : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CertificateAuthority _authority = new();
    private readonly CertificateAuthority _another = new();

    [Theory]
    [InlineData("nothing but the authority", "Orleans:Tls:Certificate is missing")]
    [InlineData("no authority", "Orleans:Tls:CertificateAuthority is missing")]
    [InlineData("a file that is not there", "Orleans:Tls cannot be read")]
    [InlineData("no key", "Orleans:Tls cannot be read")]
    [InlineData("the key of another certificate", "Orleans:Tls cannot be read")]
    [InlineData("a wrong password", "Orleans:Tls cannot be read")]
    [InlineData("a file that is no authority", "holds no certificate")]
    [InlineData("an expired certificate", "other members would refuse")]
    [InlineData("a certificate of another authority", "other members would refuse")]
    [InlineData("a certificate for clients only", "other members would refuse")]
    public async Task A_silo_says_what_is_wrong_and_ends_with_1(string given, string reason) =>
        await EndsWith1(ShopProcess.Silo, given, reason);

    [Fact]
    public async Task A_frontend_does_so_too() =>
        await EndsWith1(ShopProcess.Frontend, "a certificate of another authority", "other members would refuse");

    public void Dispose()
    {
        _authority.Dispose();
        _another.Dispose();
    }

    private async Task EndsWith1(string program, string given, string reason)
    {
        var settings = new ShopSettings
        {
            Postgres = "Host=localhost",
            More = new Dictionary<string, string> { ["ConnectionStrings__Redis"] = "localhost:1" },
        };

        var (code, log) = await ShopProcess.RunToEnd(CertificateAuthority.With(settings, Tls(given)), Patience, program);

        Assert.True(code == 1, $"It ended with {code?.ToString() ?? "nothing"}:\n{log}");
        Assert.Contains(reason, log);
        Assert.DoesNotContain("   at ", log);
    }

    private (string Name, string Value)[] Tls(string given)
    {
        var (certificate, key) = _authority.Pem();
        return given switch
        {
            "nothing but the authority" => [("CertificateAuthority", _authority.Path)],
            "no authority" => [("Certificate", certificate), ("Key", key)],
            "a file that is not there" => Of(certificate + ".gone", key),
            "no key" => [("Certificate", certificate), ("CertificateAuthority", _authority.Path)],
            "the key of another certificate" => Of(certificate, _authority.Pem().Key),
            "a wrong password" => [("Certificate", _authority.Pfx()), ("Password", "another"), ("CertificateAuthority", _authority.Path)],
            "a file that is no authority" => [("Certificate", certificate), ("Key", key), ("CertificateAuthority", key)],
            "an expired certificate" => Of(_authority.Pem(days: -1)),
            "a certificate of another authority" => Of(_another.Pem()),
            "a certificate for clients only" => [("Certificate", _authority.Pfx(isForServers: false)), ("Password", CertificateAuthority.Password), ("CertificateAuthority", _authority.Path)],
            _ => throw new ArgumentOutOfRangeException(nameof(given), given, null),
        };
    }

    private (string Name, string Value)[] Of((string Certificate, string Key) files) => Of(files.Certificate, files.Key);

    private (string Name, string Value)[] Of(string certificate, string key) =>
        [("Certificate", certificate), ("Key", key), ("CertificateAuthority", _authority.Path)];
}
