namespace ECommerce.DataPlatform.Kafka;

/// <summary>Which settings of the client would break what the payment stream promises.</summary>
internal static class KafkaPromises
{
    /// <summary>Why this setting must not be; null: it may.</summary>
    public static string? Breach(string name, string value) => name switch
    {
        "acks" or "request.required.acks" when value is not ("all" or "-1") =>
            "an event counts as published when all in-sync replicas have it",
        "enable.idempotence" when !value.Equals("true", StringComparison.OrdinalIgnoreCase) =>
            "retries of the client would duplicate and reorder events",
        "partitioner" when value is "random" =>
            "the events of a user belong in one partition",
        "transactional.id" =>
            "the payment stream publishes without transactions",
        "delivery.report.only.error" =>
            "the payment stream waits for every acknowledgement",
        "bootstrap.servers" or "metadata.broker.list" =>
            $"the brokers belong in {KafkaSettings.Section}:BootstrapServers",
        _ when name.StartsWith("test.mock.", StringComparison.Ordinal) =>
            "payments would go to a broker that is not there",
        _ when name.StartsWith("dotnet.", StringComparison.Ordinal) =>
            "it is the shop's own",
        _ => null,
    };
}
