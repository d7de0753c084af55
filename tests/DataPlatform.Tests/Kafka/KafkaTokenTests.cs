using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ECommerce.DataPlatform.Kafka;
using Microsoft.Extensions.Configuration;

namespace ECommerce.DataPlatform.Tests.Kafka;

/// <summary>The client library fetches its tokens for SASL/OAUTHBEARER by itself, from a real identity provider on loopback.</summary>
public sealed class KafkaTokenTests
{
    private const string Secret = "s3cret:of/the+shop";

    [Fact]
    public async Task The_client_asks_for_a_token_with_its_credentials_and_scope()
    {
        await using var provider = await IdentityProvider.Start();
        await using var publisher = Publisher(provider);

        Assert.Equal(("shop:" + Secret, "grant_type=client_credentials&scope=kafka"), await provider.NextRequest());
    }

    [Fact]
    public async Task With_a_token_the_client_connects_to_the_broker()
    {
        using var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        await using var provider = await IdentityProvider.Start();
        await using var publisher = Publisher(provider, ("BootstrapServers", broker.LocalEndpoint.ToString()!));

        using var connection = await broker.AcceptTcpClientAsync().WaitAsync(Some.Patience);
    }

    [Theory]
    [InlineData(401, "no such client", "no such client")]
    [InlineData(200, "<html>", "Failed to parse")]
    [InlineData(200, "[]", "access_token")]
    [InlineData(200, """{"access_token":"a.b.c","expires_in":3600}""", "JWT")]
    public async Task Without_a_token_publishing_fails_with_the_reason_and_without_showing_the_secret(int status, string body, string reason)
    {
        await using var provider = await IdentityProvider.Start();
        provider.Answer = (status, body);
        var log = new FakeLogger<KafkaPublisher>();
        await using (var publisher = Publisher(provider, log, ("Config:message.timeout.ms", "200"), ("Config:debug", "all")))
        {
            var failed = await FailureWith("OAUTHBEARER", () => publisher.Publish([Some.Row(1)], default));
            Assert.Contains(reason, failed.Message);
            Assert.DoesNotContain(Secret, failed.ToString());
        }

        Assert.NotEmpty(log.Messages);
        Assert.DoesNotContain(log.Messages, message => message.Contains(Secret));
    }

    [Fact]
    public async Task The_provider_is_trusted_by_the_configured_certificate()
    {
        using var certificate = SelfSigned();
        await using var provider = await IdentityProvider.Start(certificate);
        await using var publisher = Publisher(provider, ("Config:https.ca.pem", certificate.ExportCertificatePem()));

        Assert.Equal("shop:" + Secret, (await provider.NextRequest()).Credentials);
    }

    [Fact]
    public async Task The_provider_is_trusted_by_the_systems_certificates_unless_others_are_configured()
    {
        using var certificate = SelfSigned();
        await using var provider = await IdentityProvider.Start(certificate);
        await using var publisher = Publisher(provider, ("Config:message.timeout.ms", "200"));

        var failed = await FailureWith("OAUTHBEARER", () => publisher.Publish([Some.Row(1)], default));
        Assert.Contains("self-signed certificate", failed.Message);
    }

    [Theory]
    [InlineData("token.endpoint.url", "")]
    [InlineData("token.endpoint.url", "ftp://login.example")]
    [InlineData("token.endpoint.url", "login.example/token")]
    [InlineData("client.id", "")]
    [InlineData("client.secret", "")]
    public async Task A_missing_or_wrong_setting_for_tokens_is_refused_by_name_at_start(string name, string value)
    {
        await using var provider = await IdentityProvider.Start();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var publisher = Publisher(provider, ("Config:sasl.oauthbearer." + name, value));
        });
        Assert.Contains("sasl.oauthbearer." + name, refused.Message);
        Assert.DoesNotContain(Secret, refused.ToString());
    }

    // Until the client has been refused a token, it can only say that its time was over.
    private static async Task<IOException> FailureWith(string part, Func<Task> publish)
    {
        while (true)
        {
            var failed = await Assert.ThrowsAsync<IOException>(publish);
            if (failed.Message.Contains(part))
            {
                return failed;
            }
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static KafkaPublisher Publisher(IdentityProvider provider, params (string Key, string Value)[] changes) => Publisher(provider, new(), changes);

    private static KafkaPublisher Publisher(IdentityProvider provider, FakeLogger<KafkaPublisher> log, params (string Key, string Value)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["BootstrapServers"] = "127.0.0.1:1",
            ["Config:security.protocol"] = "SASL_PLAINTEXT",
            ["Config:sasl.mechanism"] = "OAUTHBEARER",
            ["Config:sasl.oauthbearer.method"] = "oidc",
            ["Config:sasl.oauthbearer.token.endpoint.url"] = provider.Endpoint.ToString(),
            ["Config:sasl.oauthbearer.client.id"] = "shop",
            ["Config:sasl.oauthbearer.client.secret"] = Secret,
            ["Config:sasl.oauthbearer.scope"] = "kafka",
        };
        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("DataPlatform:Kafka:" + setting.Key, setting.Value))).Build();
        return new(KafkaSettings.Read(configuration), TimeProvider.System, log);
    }
}
