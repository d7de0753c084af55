using ECommerce.DataPlatform.Kafka;
using ECommerce.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ECommerce.DataPlatform.Tests;

public sealed class PaymentStreamRegistrationTests
{
    [Fact]
    public void Kafka_without_brokers_keeps_the_shop_from_starting()
    {
        KafkaBroker.Require();
        Assert.Contains("BootstrapServers", Refusal<InvalidOperationException>(("DataPlatform:Kafka:Topic", "payments")));
    }

    [Fact]
    public async Task Kafka_when_configured_takes_the_place_of_the_file()
    {
        KafkaBroker.Require();
        var services = new ServiceCollection().AddLogging();
        services.AddPaymentStream(Configured(("DataPlatform:Kafka:BootstrapServers", "127.0.0.1:1"), ("DataPlatform:File", "unused.jsonl")));
        await using var provider = services.BuildServiceProvider();

        Assert.IsType<KafkaPublisher>(provider.GetRequiredService<IPaymentPublisher>());
    }

    private static string Refusal<T>(params (string Key, string Value)[] settings)
        where T : Exception => Assert.Throws<T>(() => new ServiceCollection().AddPaymentStream(Configured(settings))).Message;

    private static IConfiguration Configured(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
