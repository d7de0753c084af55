using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ECommerce.Testing;

/// <summary>Signs the certificates of a cluster's members, in files that go when it is disposed.</summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>Of every file that is protected by one.</summary>
    public const string Password = "a password of the test's own";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly TempDirectory _directory = new();
    private readonly X509Certificate2 _certificate;

    public CertificateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
        File.WriteAllText(Path, _certificate.ExportCertificatePem());
    }

    /// <summary>Its own certificate, as PEM.</summary>
    public string Path => _directory.File("authority.pem");

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>A member's certificate and its key, in files of their own, as PEM.</summary>
    /// <param name="days">How long it is good; below zero: until so many days ago.</param>
    /// <param name="password">Protects the key; null: nothing does.</param>
    public (string Certificate, string Key) Pem(int days = 1, string? password = null)
    {
        using var certificate = Sign(days, [ServerAuthentication, ClientAuthentication]);
        using var key = certificate.GetECDsaPrivateKey()!;
        return (
            Written("certificate.pem", certificate.ExportCertificatePem()),
            Written("key.pem", password is null
                ? key.ExportPkcs8PrivateKeyPem()
                : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000))));
    }

    /// <summary>A member's certificate and its key in one PKCS #12 file under <see cref="Password"/>.</summary>
    /// <param name="isForServers">False: good for nothing but clients.</param>
    public string Pfx(bool isForServers = true)
    {
        using var certificate = Sign(days: 1, isForServers ? [ServerAuthentication, ClientAuthentication] : [ClientAuthentication]);
        var path = _directory.File($"{Guid.NewGuid():N}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, Password));
        return path;
    }

    /// <summary>The settings of a member with a certificate of its own that takes whatever this authority signed.</summary>
    public ShopSettings Member(ShopSettings settings)
    {
        var (certificate, key) = Pem();
        return With(settings, ("Certificate", certificate), ("Key", key), ("CertificateAuthority", Path));
    }

    /// <summary>The same, with the certificate and its key in one PKCS #12 file.</summary>
    public ShopSettings MemberByPfx(ShopSettings settings) =>
        With(settings, ("Certificate", Pfx()), ("Key", ""), ("Password", Password), ("CertificateAuthority", Path));

    /// <summary>The same, with a key that is protected by a password.</summary>
    public ShopSettings MemberByEncryptedKey(ShopSettings settings)
    {
        var (certificate, key) = Pem(password: Password);
        return With(settings, ("Certificate", certificate), ("Key", key), ("Password", Password), ("CertificateAuthority", Path));
    }

    /// <summary>Settings with these of TLS.</summary>
    public static ShopSettings With(ShopSettings settings, params IEnumerable<(string Name, string Value)> tls) => settings with
    {
        More = settings.More.With([.. tls.Select(setting => ("Orleans__Tls__" + setting.Name, setting.Value))]),
    };

    public void Dispose()
    {
        _certificate.Dispose();
        _directory.Dispose();
    }

    private X509Certificate2 Sign(int days, string[] uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=member of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. uses.Select(use => new Oid(use))], false));
        using var signed = request.Create(_certificate, Now.AddDays(-20), Now.AddDays(days), RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    private string Written(string name, string text)
    {
        var path = _directory.File($"{Guid.NewGuid():N}.{name}");
        File.WriteAllText(path, text);
        return path;
    }
}
