using ECommerce.DataPlatform.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace ECommerce.DataPlatform.Tests.Kafka;

public sealed class KafkaSettingsTests
{
    private const string EventHub = "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=c2VjcmV0==";

    [Fact]
    public void Only_the_brokers_must_be_configured()
    {
        var settings = Read(("BootstrapServers", "one:9092,two:9092"));

        Assert.Equal("payments", settings.Topic);
        Assert.Equal("one:9092,two:9092", settings.Client["bootstrap.servers"]);
        Assert.Equal(("all", "true"), (settings.Client["acks"], settings.Client["enable.idempotence"]));
    }

    [Fact]
    public void Every_setting_of_the_client_is_passed_through_by_its_name()
    {
        var settings = Read(
            ("BootstrapServers", "one:9092"), ("Topic", "paid"), ("Config:compression.type", "zstd"),
            ("Config:sasl.username", "shop"), ("Config:ssl_ca_location", "/etc/ca.pem"));

        Assert.Equal("paid", settings.Topic);
        Assert.Equal(
            ("zstd", "shop", "/etc/ca.pem"),
            (settings.Client["compression.type"], settings.Client["sasl.username"], settings.Client["ssl.ca.location"]));
    }

    [Theory]
    [InlineData("acks", "1")]
    [InlineData("request.required.acks", "0")]
    [InlineData("enable.idempotence", "false")]
    [InlineData("partitioner", "random")]
    [InlineData("transactional.id", "shop")]
    [InlineData("delivery.report.only.error", "true")]
    [InlineData("test.mock.num.brokers", "3")]
    [InlineData("bootstrap.servers", "other:9092")]
    [InlineData("dotnet.producer.enable.delivery.reports", "false")]
    public void A_setting_that_would_break_a_guarantee_is_refused_by_name(string name, string value)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read(("BootstrapServers", "one:9092"), ("Config:" + name, value)));

        Assert.Contains(name, refused.Message);
    }

    [Theory]
    [InlineData("acks", "-1")]
    [InlineData("enable.idempotence", "True")]
    [InlineData("partitioner", "consistent")]
    [InlineData("log_level", "7")]
    public void A_setting_that_breaks_no_guarantee_is_passed_through(string name, string value) =>
        Assert.Equal(value, Read(("BootstrapServers", "one:9092"), ("Config:" + name, value)).Client[name]);

    [Theory]
    [InlineData("BootstrapServer", "one:9092")]
    [InlineData("Topic", "payments")]
    [InlineData("Profile", "Azure")]
    [InlineData("ConnectionString", EventHub)]
    public void Unknown_missing_and_misplaced_settings_are_refused(string key, string value)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read((key, value)));

        Assert.Contains("DataPlatform:Kafka", refused.Message);
        Assert.DoesNotContain("c2VjcmV0", refused.Message);
    }

    [Theory]
    [InlineData("no.such.setting", "1", "no.such.setting")]
    [InlineData("socket.timeout.ms", "soon", "socket.timeout.ms")]
    [InlineData("compression.codec", "rar", "compression.codec")]
    public async Task Settings_that_the_client_does_not_know_are_refused_at_start(string name, string value, string named)
    {
        var settings = Read(("BootstrapServers", "127.0.0.1:1"), ("Config:" + name, value));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var publisher = new KafkaPublisher(settings, TimeProvider.System, NullLogger<KafkaPublisher>.Instance);
        });
        Assert.Contains(named, refused.Message);
    }

    [Fact]
    public void The_profile_for_Event_Hubs_needs_only_the_connection_string()
    {
        var settings = Read(("Profile", "EventHubs"), ("ConnectionString", EventHub + ";EntityPath=paid"));

        Assert.Equal("paid", settings.Topic);
        Assert.Equal(
            ("shop.servicebus.windows.net:9093", "SASL_SSL", "PLAIN", "$ConnectionString", EventHub + ";EntityPath=paid"),
            (settings.Client["bootstrap.servers"], settings.Client["security.protocol"], settings.Client["sasl.mechanism"],
                settings.Client["sasl.username"], settings.Client["sasl.password"]));
        Assert.All(["metadata.max.age.ms", "connections.max.idle.ms"], name => Assert.InRange(int.Parse(settings.Client[name]), 1, 239_999));
        Assert.InRange(int.Parse(settings.Client["request.timeout.ms"]), 20_001, 60_000);
        Assert.InRange(int.Parse(settings.Client["message.max.bytes"]), 1, 1_046_527);
        Assert.DoesNotContain("c2VjcmV0", settings.ToString());
    }

    [Fact]
    public void Configured_settings_override_those_of_the_profile()
    {
        var settings = Read(("Profile", "eventhubs"), ("ConnectionString", EventHub), ("Topic", "paid"), ("Config:metadata.max.age.ms", "60000"));

        Assert.Equal(("paid", "60000"), (settings.Topic, settings.Client["metadata.max.age.ms"]));
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("Endpoint=;SharedAccessKey=c2VjcmV0")]
    public void A_connection_string_of_something_else_is_refused_without_showing_it(string text)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read(("Profile", "EventHubs"), ("ConnectionString", text)));

        Assert.DoesNotContain("c2VjcmV0", refused.Message);
    }

    private static KafkaSettings Read(params (string Key, string Value)[] values) => KafkaSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => KeyValuePair.Create("DataPlatform:Kafka:" + v.Key, (string?)v.Value))).Build());
}
