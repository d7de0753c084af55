using ECommerce.DataPlatform.Kafka;
using ECommerce.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace ECommerce.DataPlatform.Tests.Kafka;

public sealed class KafkaTokenTests
{
    private const string Secret = "s3cret:of/the+shop";

    [Fact]
    public async Task A_token_is_asked_for_with_the_clients_credentials_and_scope()
    {
        await using var provider = await IdentityProvider.Start();
        using var tokens = Tokens(provider);

        Assert.Equal(("a.b.c", TimeSpan.FromHours(1)), tokens.Ask());
        var (credentials, form) = await provider.Asked();
        Assert.Equal("shop:" + Uri.EscapeDataString(Secret), credentials);
        Assert.Equal("grant_type=client_credentials&scope=kafka", form);
    }

    [Theory]
    [InlineData(401, "no")]
    [InlineData(200, "[]")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"access_token":"a.b.c"}""")]
    public async Task An_answer_without_a_token_fails_without_telling_the_secret(int status, string body)
    {
        await using var provider = await IdentityProvider.Start();
        provider.Answer = (status, body);
        using var tokens = Tokens(provider);

        var failed = Assert.ThrowsAny<Exception>(() => tokens.Ask());
        Assert.DoesNotContain(Secret, failed.ToString());
    }

    [Fact]
    public async Task The_client_asks_as_soon_as_it_starts()
    {
        KafkaBroker.Require();
        await using var provider = await IdentityProvider.Start();
        await using var publisher = new KafkaPublisher(Settings(provider), TimeProvider.System, NullLogger<KafkaPublisher>.Instance);

        Assert.StartsWith("shop:", (await provider.Asked()).Credentials);
    }

    [Fact]
    public void The_settings_for_tokens_are_ours_and_not_the_clients()
    {
        var settings = Settings(new Uri("https://login.example/token"));

        Assert.DoesNotContain(settings.Client.Keys, name => name.StartsWith("sasl.oauthbearer.", StringComparison.Ordinal));
        Assert.Equal("OAUTHBEARER", settings.Client["sasl.mechanism"]);
        Assert.DoesNotContain(Secret, settings.ToString());
    }

    [Theory]
    [InlineData("token.endpoint.url", "")]
    [InlineData("token.endpoint.url", "ftp://login.example")]
    [InlineData("client.id", "")]
    [InlineData("client.secret", "")]
    public void What_is_missing_for_tokens_is_named(string name, string value)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Settings(new Uri("https://login.example/token"), (name, value)));

        Assert.Contains("sasl.oauthbearer." + name, refused.Message);
    }

    private static KafkaTokens Tokens(IdentityProvider provider) => new(Settings(provider).Tokens!, TimeProvider.System, NullLogger.Instance);

    private static KafkaSettings Settings(IdentityProvider provider) => Settings(provider.Endpoint);

    private static KafkaSettings Settings(Uri endpoint, params (string Name, string Value)[] changes)
    {
        var config = new Dictionary<string, string?>
        {
            ["security.protocol"] = "SASL_PLAINTEXT",
            ["sasl.mechanism"] = "OAUTHBEARER",
            ["sasl.oauthbearer.method"] = "oidc",
            ["sasl.oauthbearer.token.endpoint.url"] = endpoint.ToString(),
            ["sasl.oauthbearer.client.id"] = "shop",
            ["sasl.oauthbearer.client.secret"] = Secret,
            ["sasl.oauthbearer.scope"] = "kafka",
        };
        foreach (var (name, value) in changes)
        {
            config["sasl.oauthbearer." + name] = value;
        }

        return KafkaSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(config.Select(c => KeyValuePair.Create("DataPlatform:Kafka:Config:" + c.Key, c.Value))
                .Append(new("DataPlatform:Kafka:BootstrapServers", "127.0.0.1:1")))
            .Build());
    }
}
