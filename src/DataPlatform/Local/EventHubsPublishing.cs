namespace ECommerce.DataPlatform.EventHubs;

/// <summary>The default build does without Azure's packages: it refuses to start, for no payment may be published to nowhere.</summary>
internal static class EventHubsPublishing
{
    /// <summary>Refuses.</summary>
    public static void Add(IServiceCollection services, IConfigurationSection section) => throw new NotSupportedException(
        $"{section.Path} is configured, but only a build with Engine=Orleans publishes by Event Hubs' own protocol. "
        + "This one can publish to its Kafka endpoint: DataPlatform:Kafka:Profile=EventHubs.");
}
