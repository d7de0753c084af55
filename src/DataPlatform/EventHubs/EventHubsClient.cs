using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace ECommerce.DataPlatform.EventHubs;

/// <summary>The client of Azure's SDK, as configured.</summary>
internal static class EventHubsClient
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "DataPlatform:EventHubs";

    private const string ConnectionString = "ConnectionString";
    private const string Name = "Name";

    // After one more try, also when it is throttled, the client gives up and the payment stream backs off.
    private static readonly EventHubsRetryOptions Retries = new()
    {
        MaximumRetries = 1,
        Delay = TimeSpan.FromMilliseconds(200),
        MaximumDelay = TimeSpan.FromSeconds(1),
        TryTimeout = TimeSpan.FromSeconds(3),
    };

    /// <summary>Reads <see cref="Section"/>. The client does not connect before it is used.</summary>
    /// <exception cref="InvalidOperationException">The settings are incomplete or wrong. The message contains no secret.</exception>
    public static EventHubProducerClient Create(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section[ConnectionString] is not { Length: > 0 } connection)
        {
            throw new InvalidOperationException($"{Section} is configured without {ConnectionString}.");
        }

        var options = new EventHubProducerClientOptions { RetryOptions = Retries };
        try
        {
            return section[Name] is { Length: > 0 } name ? new(connection, name, options) : new(connection, options);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new InvalidOperationException(
                $"{Section}:{ConnectionString} is not one of Event Hubs, or the event hub is named neither in it nor in {Section}:{Name}, or differently.");
        }
    }
}
