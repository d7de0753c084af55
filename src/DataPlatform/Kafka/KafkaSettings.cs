namespace ECommerce.DataPlatform.Kafka;

/// <summary>Where and how to publish to Kafka, as configured.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Client">The settings of librdkafka, with their own names.</param>
/// <param name="Tokens">Where access tokens come from; null: none are asked for.</param>
public sealed record KafkaSettings(string Topic, IReadOnlyDictionary<string, string> Client, KafkaTokenSettings? Tokens)
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "DataPlatform:Kafka";

    /// <summary>The topic when none is configured.</summary>
    public const string DefaultTopic = "payments";

    private const string Profile = "Profile";
    private const string ConnectionString = "ConnectionString";
    private const string BootstrapServers = "BootstrapServers";
    private const string Config = "Config";
    private const string TopicKey = "Topic";

    // The only setting of librdkafka that has one.
    private const string WithUnderscore = "log_level";
    private const string BootstrapName = "bootstrap.servers";
    private static readonly string[] Keys = [BootstrapServers, TopicKey, Profile, ConnectionString, Config];

    private static readonly IReadOnlyList<KeyValuePair<string, string>> Defaults =
    [
        new("client.id", "ecommerce"),
        new("acks", "all"),
        new("enable.idempotence", "true"),
        // As Kafka's own Java client does, so that other topics keyed by user are partitioned alike.
        new("partitioner", "murmur2_random"),
        new("linger.ms", $"{KafkaBounds.Linger.TotalMilliseconds}"),
        new("message.timeout.ms", $"{KafkaBounds.Delivery.TotalMilliseconds}"),
        new("reconnect.backoff.max.ms", $"{KafkaBounds.Reconnect.TotalMilliseconds}"),
        // Else a topic that is not there shows as a timeout.
        new("topic.metadata.propagation.max.ms", $"{KafkaBounds.Delivery.TotalMilliseconds / 2}"),
        new("queue.buffering.max.kbytes", $"{KafkaBounds.QueueKibibytes}"),
        new("socket.keepalive.enable", "true"),
        new("dotnet.producer.delivery.report.fields", "none"),
    ];

    /// <summary>Reads <see cref="Section"/>.</summary>
    /// <exception cref="InvalidOperationException">Something is missing, unknown, or would break what the payment stream promises. Says no secret.</exception>
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
            throw Refused($"{Section}:{ConnectionString} goes with {Profile}={EventHubsProfile.Name} only.");
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

        return new(topic is { Length: > 0 } ? topic : DefaultTopic, client, KafkaTokenSettings.TakeFrom(client));
    }

    private static string? UseProfile(Dictionary<string, string> client, string profile, string? connectionString)
    {
        if (!profile.Equals(EventHubsProfile.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw Refused($"{Section}:{Profile} {profile} is unknown: there is {EventHubsProfile.Name}.");
        }

        return EventHubsProfile.Apply(client, connectionString);
    }

    /// <summary>In the environment, where a name holds no dots, underscores stand for them.</summary>
    private static IEnumerable<(string Name, string Value)> PassedThrough(IConfigurationSection config)
    {
        foreach (var child in config.GetChildren())
        {
            var name = child.Key == WithUnderscore ? child.Key : child.Key.Replace('_', '.');
            var value = child.Value ?? throw Refused($"{Section}:{Config}:{child.Key} has no value.");
            if (KafkaPromises.Breach(name, value) is { } breach)
            {
                throw Refused($"{Section}:{Config}:{name}={value} is refused: {breach}.");
            }

            yield return (name, value);
        }
    }

    private static InvalidOperationException Refused(string message) => new(message);
}
