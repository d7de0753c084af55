using ECommerce.DataPlatform.EventHubs;
using ECommerce.DataPlatform.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ECommerce.DataPlatform.Tests;

public sealed class PaymentStreamRegistrationTests
{
    private const string EventHub = "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=c2VjcmV0;EntityPath=payments";

    [Fact]
    public void Kafka_without_brokers_keeps_the_shop_from_starting() =>
        Assert.Contains("BootstrapServers", Refusal(("DataPlatform:Kafka:Topic", "payments")));

    [Fact]
    public void Event_Hubs_without_a_connection_string_keeps_the_shop_from_starting() =>
        Assert.Contains("ConnectionString", Refusal(("DataPlatform:EventHubs:Name", "payments")));

    [Fact]
    public void Kafka_and_Event_Hubs_together_keep_the_shop_from_starting() => Assert.Contains(
        "both",
        Refusal(("DataPlatform:Kafka:BootstrapServers", "127.0.0.1:1"), ("DataPlatform:EventHubs:ConnectionString", EventHub)));

    [Fact]
    public async Task Kafka_when_configured_takes_the_place_of_the_file() =>
        Assert.IsType<KafkaPublisher>(await Publisher(("DataPlatform:Kafka:BootstrapServers", "127.0.0.1:1"), ("DataPlatform:File", "unused.jsonl")));

    [Fact]
    public async Task Event_Hubs_when_configured_takes_the_place_of_the_file() =>
        Assert.IsType<EventHubsPublisher>(await Publisher(("DataPlatform:EventHubs:ConnectionString", EventHub), ("DataPlatform:File", "unused.jsonl")));

    private static async Task<IPaymentPublisher> Publisher(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddPaymentStream(Configured(settings));
        await using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IPaymentPublisher>();
    }

    private static string Refusal(params (string Key, string Value)[] settings) =>
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddPaymentStream(Configured(settings))).Message;

    private static IConfiguration Configured(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
