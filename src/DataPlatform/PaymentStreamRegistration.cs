using ECommerce.DataPlatform.EventHubs;
using ECommerce.DataPlatform.Kafka;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ECommerce.DataPlatform;

/// <summary>Wires the payment stream into a host that has an <see cref="IOutbox"/>.</summary>
public static class PaymentStreamRegistration
{
    /// <summary>Where payments are written when nothing is configured.</summary>
    public const string DefaultFile = "data/payments.jsonl";

    private const string FileKey = "DataPlatform:File";

    /// <summary>Adds the payment stream with the publisher that is configured: Event Hubs or Kafka, or else the file.</summary>
    /// <exception cref="InvalidOperationException">The publisher's settings cannot work, so the process must not start: its payments would not be published.</exception>
    public static IServiceCollection AddPaymentStream(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StreamMetrics>();
        services.AddPublisher(configuration);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PaymentForwarder>(provider, NewOwner()));
        services.AddHostedService<PaymentStream>();
        services.AddHostedService<StreamWatch>();
        return services;
    }

    /// <summary>Why <see cref="AddPaymentStream"/> would throw; null: it would not.</summary>
    public static string? RefuseToStart(IConfiguration configuration)
    {
        try
        {
            new ServiceCollection().AddPublisher(configuration);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }

    private static void AddPublisher(this IServiceCollection services, IConfiguration configuration)
    {
        switch (IsConfigured(configuration, EventHubsClient.Section), IsConfigured(configuration, KafkaSettings.Section))
        {
            case (true, true):
                throw new InvalidOperationException(
                    $"{KafkaSettings.Section} and {EventHubsClient.Section} are both configured, but payments are published to one of them.");
            case (true, false):
                var client = EventHubsClient.Create(configuration);
                services.AddSingleton<IPaymentPublisher>(_ => new EventHubsPublisher(client));
                break;
            case (false, true):
                var settings = KafkaSettings.Read(configuration);
                services.AddSingleton<IPaymentPublisher>(provider => ActivatorUtilities.CreateInstance<KafkaPublisher>(provider, settings));
                break;
            case (false, false):
                var file = configuration[FileKey] is { Length: > 0 } configured ? configured : DefaultFile;
                if (string.IsNullOrWhiteSpace(file) || Directory.Exists(file))
                {
                    throw new InvalidOperationException($"{FileKey} is \"{file}\", which is not the path of a file.");
                }

                services.AddSingleton<IPaymentPublisher>(provider => new FilePublisher(file, provider.GetRequiredService<TimeProvider>()));
                break;
        }
    }

    private static bool IsConfigured(IConfiguration configuration, string section) => configuration.GetSection(section).GetChildren().Any();

    /// <summary>Random, so that a process that starts again does not pass for the one before it.</summary>
    private static string NewOwner() => $"{Environment.MachineName}-{Guid.NewGuid():n}";
}
