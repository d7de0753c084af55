namespace ECommerce.DataPlatform.Kafka;

/// <summary>Settings that the client would take, but that would break what the payment stream guarantees.</summary>
internal static class KafkaGuarantees
{
    /// <summary>Why this setting is refused; null: it is allowed.</summary>
    public static string? WhyRefused(string name, string value) => name switch
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
        "sasl.oauthbearer.token.endpoint.url" when !IsHttp(value) =>
            "it is not an HTTP address, so no token could be had",
        _ when name.StartsWith("test.mock.", StringComparison.Ordinal) =>
            "payments would go to a broker that is not there",
        _ when name.StartsWith("dotnet.", StringComparison.Ordinal) =>
            "the shop sets it itself",
        _ => null,
    };

    private static bool IsHttp(string value) => Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
}
