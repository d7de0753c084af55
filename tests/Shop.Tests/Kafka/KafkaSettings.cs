namespace ECommerce.ShopTests.Kafka;

/// <summary>A shop that publishes to a Kafka cluster.</summary>
public static class KafkaSettings
{
    /// <summary>How long a backlog may take to drain.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(60);

    public static ShopSettings Of(KafkaBroker broker, string topic = "payments", params (string Name, string Value)[] more) => new()
    {
        SigningKey = true,
        More = broker.Settings(topic).With(more),
    };
}
