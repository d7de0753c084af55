using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace ECommerce.DataPlatform.EventHubs;

/// <summary>Wires the Event Hubs publisher as it is configured.</summary>
internal static class EventHubsPublishing
{
    private const string ConnectionString = "ConnectionString";
    private const string Name = "Name";

    /// <summary>Adds the publisher.</summary>
    /// <exception cref="InvalidOperationException">The settings are incomplete or wrong. Says no secret.</exception>
    public static void Add(IServiceCollection services, IConfigurationSection section)
    {
        _ = Client(section).CloseAsync();
        services.AddSingleton<IPaymentPublisher>(_ => new EventHubsPublisher(Client(section)));
    }

    internal static EventHubProducerClient Client(IConfigurationSection section)
    {
        if (section[ConnectionString] is not { Length: > 0 } connection)
        {
            throw new InvalidOperationException($"{section.Path} is configured without {ConnectionString}.");
        }

        var options = new EventHubProducerClientOptions
        {
            RetryOptions = new()
            {
                MaximumRetries = EventHubsBounds.Retries,
                Delay = EventHubsBounds.RetryDelay,
                MaximumDelay = EventHubsBounds.LongestRetryDelay,
                TryTimeout = EventHubsBounds.Attempt,
            },
        };
        try
        {
            return section[Name] is { Length: > 0 } name ? new(connection, name, options) : new(connection, options);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new InvalidOperationException(
                $"{section.Path}:{ConnectionString} is none of Event Hubs, or the hub is named nowhere, or differently in it and in {section.Path}:{Name}.");
        }
    }
}
