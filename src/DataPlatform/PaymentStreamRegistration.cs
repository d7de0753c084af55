using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ECommerce.DataPlatform;

/// <summary>Wires the payment stream into a host that has an <see cref="IOutbox"/>.</summary>
public static class PaymentStreamRegistration
{
    /// <summary>Where payments are written when nothing is configured.</summary>
    public const string DefaultFile = "data/payments.jsonl";

    private const string FileKey = "DataPlatform:File";
    private static readonly string[] Unsupported = ["DataPlatform:Kafka", "DataPlatform:EventHubs"];

    /// <summary>Adds the payment stream with the publisher that is configured.</summary>
    /// <exception cref="NotSupportedException">A publisher is configured that this build does not have: better no start than no payments.</exception>
    public static IServiceCollection AddPaymentStream(this IServiceCollection services, IConfiguration configuration)
    {
        foreach (var section in Unsupported)
        {
            if (configuration.GetSection(section).GetChildren().Any())
            {
                throw new NotSupportedException($"{section} is configured, but this build publishes payments to a file only ({FileKey}).");
            }
        }

        var file = configuration[FileKey] is { Length: > 0 } configured ? configured : DefaultFile;
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<IPaymentPublisher>(provider => new FilePublisher(file, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PaymentReader>(provider, NewOwner()));
        services.AddHostedService<PaymentStream>();
        services.AddHostedService<StreamWatch>();
        return services;
    }

    /// <summary>Random, so that a process that starts again is not taken for the one before.</summary>
    private static string NewOwner() => $"{Environment.MachineName}-{Guid.NewGuid():n}";
}
