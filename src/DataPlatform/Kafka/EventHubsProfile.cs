using System.Globalization;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>The settings that Microsoft documents for librdkafka and the Kafka endpoint of Azure Event Hubs (standard tier and above).</summary>
internal static class EventHubsProfile
{
    public const string Name = "EventHubs";

    private const int Port = 9093;

    private static readonly IReadOnlyList<KeyValuePair<string, string>> Recommended =
    [
        new("security.protocol", "SASL_SSL"),
        // Azure drops connections that were idle for four minutes.
        new("socket.keepalive.enable", "true"),
        new("metadata.max.age.ms", "180000"),
        new("connections.max.idle.ms", "180000"),
        new("request.timeout.ms", "60000"),
        // Requests over 1,046,528 bytes are answered by closing the connection.
        new("message.max.bytes", "1000000"),
    ];

    /// <summary>Puts the profile into the settings. Returns the event hub, if the connection string names one.</summary>
    /// <param name="connectionString">As the portal shows it; null: brokers and credentials are configured elsewhere.</param>
    public static string? Apply(Dictionary<string, string> client, string? connectionString)
    {
        foreach (var (name, value) in Recommended)
        {
            client[name] = value;
        }

        if (string.IsNullOrEmpty(connectionString))
        {
            return null;
        }

        var parts = Parts(connectionString);
        if (!parts.TryGetValue("Endpoint", out var endpoint) || !Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            throw new InvalidOperationException(
                $"{KafkaSettings.Section}:ConnectionString is not one of Event Hubs: it has no Endpoint=sb://….");
        }

        client["bootstrap.servers"] = string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{Port}");
        client["sasl.mechanism"] = "PLAIN";
        client["sasl.username"] = "$ConnectionString";
        client["sasl.password"] = connectionString;
        return parts.GetValueOrDefault("EntityPath");
    }

    private static Dictionary<string, string> Parts(string connectionString) => connectionString
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(part => part.Split('=', 2))
        .Where(pair => pair.Length == 2)
        .GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First()[1], StringComparer.OrdinalIgnoreCase);
}
