namespace ECommerce.DataPlatform.Kafka;

/// <summary>Where and how to publish to Kafka, as configured.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Client">The settings of the client library (librdkafka), by its own names.</param>
public sealed record KafkaSettings(string Topic, IReadOnlyDictionary<string, string> Client)
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "DataPlatform:Kafka";

    /// <summary>The topic when none is configured.</summary>
    public const string DefaultTopic = "payments";

    /// <summary>
    /// The longest wait for an event's acknowledgement, unless configured; then the stream backs off and tries again. The client may
    /// notice up to two seconds late that it is over.
    /// </summary>
    internal static readonly TimeSpan Delivery = TimeSpan.FromSeconds(4);

    private const string Profile = "Profile";
    private const string ConnectionString = "ConnectionString";
    private const string BootstrapServers = "BootstrapServers";
    private const string Config = "Config";
    private const string TopicKey = "Topic";

    // The only setting of librdkafka whose name has an underscore.
    private const string WithUnderscore = "log_level";
    private const string BootstrapName = "bootstrap.servers";

    // Where Debian, Ubuntu and Alpine keep the certificates of the authorities that they trust.
    private const string Certificates = "/etc/ssl/certs/ca-certificates.crt";
    private static readonly string[] Keys = [BootstrapServers, TopicKey, Profile, ConnectionString, Config];

    private static readonly IReadOnlyList<KeyValuePair<string, string>> Defaults =
    [
        new("client.id", "ecommerce"),
        new("acks", "all"),
        new("enable.idempotence", "true"),
        // That of Kafka's own Java client, so that other topics that are keyed by user have a user in the same partition.
        new("partitioner", "murmur2_random"),
        new("linger.ms", "1"),
        new("message.timeout.ms", $"{Delivery.TotalMilliseconds}"),
        new("reconnect.backoff.max.ms", "1000"),
        // Less than the timeout, or a topic that does not exist would be reported as one.
        new("topic.metadata.propagation.max.ms", $"{Delivery.TotalMilliseconds / 2}"),
        new("queue.buffering.max.kbytes", "32768"),
        new("socket.keepalive.enable", "true"),
        new("dotnet.producer.delivery.report.fields", "none"),
    ];

    /// <summary>Reads <see cref="Section"/>.</summary>
    /// <exception cref="InvalidOperationException">
    /// Something is missing or unknown, or would break what the payment stream guarantees. The message contains no secret.
    /// </exception>
    public static KafkaSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        foreach (var child in section.GetChildren())
        {
            if (!Keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw Refused($"{Section}:{child.Key} is unknown: there are {string.Join(", ", Keys)}.");
            }
        }

        var client = new Dictionary<string, string>(Defaults, StringComparer.Ordinal);
        var topic = section[TopicKey];
        if (section[Profile] is { Length: > 0 } profile)
        {
            topic = UseProfile(client, profile, section[ConnectionString]) ?? topic;
        }
        else if (section[ConnectionString] is not null)
        {
            throw Refused($"{Section}:{ConnectionString} is used with {Profile}={EventHubsProfile.Name} only.");
        }

        if (section[BootstrapServers] is { Length: > 0 } servers)
        {
            client[BootstrapName] = servers;
        }

        if (!client.ContainsKey(BootstrapName))
        {
            throw Refused($"{Section} is configured without {BootstrapServers}.");
        }

        foreach (var (name, value) in PassedThrough(section.GetSection(Config)))
        {
            client[name] = value;
        }

        // The client finds the certificates for brokers on any Linux, but those for identity providers only on Red Hat's.
        if (!client.ContainsKey("https.ca.location") && !client.ContainsKey("https.ca.pem") && File.Exists(Certificates))
        {
            client["https.ca.location"] = Certificates;
        }

        return new(topic is { Length: > 0 } ? topic : DefaultTopic, client);
    }

    private static string? UseProfile(Dictionary<string, string> client, string profile, string? connectionString)
    {
        if (!profile.Equals(EventHubsProfile.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw Refused($"{Section}:{Profile} {profile} is unknown: there is {EventHubsProfile.Name}.");
        }

        return EventHubsProfile.Apply(client, connectionString);
    }

    /// <summary>The settings for the client. Underscores stand for dots, which a name in the environment cannot have.</summary>
    private static IEnumerable<(string Name, string Value)> PassedThrough(IConfigurationSection config)
    {
        foreach (var child in config.GetChildren())
        {
            var name = child.Key == WithUnderscore ? child.Key : child.Key.Replace('_', '.');
            var value = child.Value ?? throw Refused($"{Section}:{Config}:{child.Key} has no value.");
            if (KafkaGuarantees.WhyRefused(name, value) is { } reason)
            {
                throw Refused($"{Section}:{Config}:{name}={value} is refused: {reason}.");
            }

            yield return (name, value);
        }
    }

    private static InvalidOperationException Refused(string message) => new(message);
}
