using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Orleans.Connections.Security;

namespace ECommerce.Silo;

/// <summary>
/// TLS between the members of a cluster. Each member, silo or frontend, shows a certificate, and takes only certificates that the
/// cluster's own authority signed. Whose name a certificate carries is not asked: members find each other by address.
/// </summary>
public static class ClusterTls
{
    private const string Certificate = "Orleans:Tls:Certificate";
    private const string Key = "Orleans:Tls:Key";
    private const string Password = "Orleans:Tls:Password";
    private const string Authority = "Orleans:Tls:CertificateAuthority";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Makes a member speak TLS and nothing else, as it is configured; null: it speaks plain text.</summary>
    public static Action<TlsOptions>? Of(IConfiguration configuration) => IsOn(configuration) ? tls => Apply(configuration, tls) : null;

    /// <summary>Why nobody could connect with these settings; null: somebody can, or TLS is off.</summary>
    public static string? RefuseToStart(IConfiguration configuration)
    {
        if (!IsOn(configuration))
        {
            return null;
        }

        foreach (var key in (string[])[Certificate, Authority])
        {
            if (string.IsNullOrEmpty(configuration[key]))
            {
                return $"{key} is missing: TLS between silos and frontends needs a certificate and the authority that signs those of all of them.";
            }
        }

        try
        {
            using var own = Own(configuration);
            var authorities = Authorities(configuration);
            return authorities.Count == 0
                ? $"{Authority} is '{configuration[Authority]}', which holds no certificate."
                : RefuseCertificate(own, authorities, configuration[Certificate]!);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"The certificates under Orleans:Tls cannot be read: {exception.Message}";
        }
    }

    private static bool IsOn(IConfiguration configuration) => configuration.GetSection("Orleans:Tls").GetChildren().Any(setting => !string.IsNullOrEmpty(setting.Value));

    /// <summary>Gives a member its certificate, and makes it ask for those of others.</summary>
    private static void Apply(IConfiguration configuration, TlsOptions tls)
    {
        var authorities = Authorities(configuration);
        tls.LocalCertificate = Own(configuration);
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.RemoteCertificateValidation = (_, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;

        // The server adds to the policy what a certificate must be good for: each connection gets one of its own.
        tls.OnAuthenticateAsServer = (_, connection) =>
            ((SslServerAuthenticationOptions)connection.SslServerAuthenticationOptions).CertificateChainPolicy = Policy(authorities);
        tls.OnAuthenticateAsClient = (_, connection) =>
            ((SslClientAuthenticationOptions)connection.SslClientAuthenticationOptions).CertificateChainPolicy = Policy(authorities);
    }

    /// <summary>Why other members would refuse this certificate; null: they would not.</summary>
    private static string? RefuseCertificate(X509Certificate2 own, X509Certificate2Collection authorities, string path)
    {
        if (!own.HasPrivateKey)
        {
            return $"{Certificate} is '{path}', which has no private key: name its file in {Key}.";
        }

        foreach (var use in (string[])[ServerAuthentication, ClientAuthentication])
        {
            using var chain = new X509Chain { ChainPolicy = Policy(authorities) };
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(use));
            if (!chain.Build(own))
            {
                var reasons = chain.ChainStatus.Select(status => status.StatusInformation.TrimEnd('.', '\n')).Distinct();
                return $"{Certificate} is '{path}', which other members would refuse: {string.Join("; ", reasons)}.";
            }
        }

        return null;
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,

            // A stranger's certificate may name an address from which to fetch that of its issuer.
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static X509Certificate2 Own(IConfiguration configuration)
    {
        var (path, password) = (configuration[Certificate]!, configuration[Password]);
        if (X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12)
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }

        var key = configuration[Key] is { Length: > 0 } given ? given : path;
        return password is { Length: > 0 }
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password, key)
            : X509Certificate2.CreateFromPemFile(path, key);
    }

    private static X509Certificate2Collection Authorities(IConfiguration configuration)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(configuration[Authority]!);
        return authorities;
    }
}
