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
    private const string EventHubsSection = "DataPlatform:EventHubs";

    /// <summary>Adds the payment stream with the publisher that is configured: Event Hubs or Kafka, or else the file.</summary>
    /// <exception cref="InvalidOperationException">A publisher is configured that cannot work so: better no start than no payments.</exception>
    /// <exception cref="NotSupportedException">A publisher is configured that this build does not have.</exception>
    public static IServiceCollection AddPaymentStream(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StreamMetrics>();
        services.AddPublisher(configuration);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PaymentReader>(provider, NewOwner()));
        services.AddHostedService<PaymentStream>();
        services.AddHostedService<StreamWatch>();
        return services;
    }

    private static void AddPublisher(this IServiceCollection services, IConfiguration configuration)
    {
        var kafka = IsConfigured(configuration, KafkaSettings.Section);
        if (IsConfigured(configuration, EventHubsSection))
        {
            if (kafka)
            {
                throw new InvalidOperationException($"{KafkaSettings.Section} and {EventHubsSection} are both configured: payments go one way.");
            }

            EventHubsPublishing.Add(services, configuration.GetSection(EventHubsSection));
            return;
        }

        if (kafka)
        {
            KafkaLibrary.Require();
            var settings = KafkaSettings.Read(configuration);
            services.AddSingleton<IPaymentPublisher>(provider => ActivatorUtilities.CreateInstance<KafkaPublisher>(provider, settings));
            return;
        }

        var file = configuration[FileKey] is { Length: > 0 } configured ? configured : DefaultFile;
        services.AddSingleton<IPaymentPublisher>(provider => new FilePublisher(file, provider.GetRequiredService<TimeProvider>()));
    }

    private static bool IsConfigured(IConfiguration configuration, string section) => configuration.GetSection(section).GetChildren().Any();

    /// <summary>Random, so that a process that starts again is not taken for the one before.</summary>
    private static string NewOwner() => $"{Environment.MachineName}-{Guid.NewGuid():n}";
}
