using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text.Json;
using ECommerce.DataPlatform.Kafka;
using ECommerce.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.DataPlatform.Tests;

internal static class Some
{
    public const string Data =
        """{"orderId":"ord_1","userId":"mina","items":[{"sku":"TEE-1","productId":"tee","name":"부드러운 티셔츠","options":{"색상":"검정"},"quantity":2,"price":19000}],"total":38000,"discount":0,"paid":38000,"paidAt":"2026-03-02T01:04:05.006Z"}""";

    /// <summary>How long a test waits for something that must come, so that it fails instead of hanging.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static readonly DateTimeOffset At = new(2026, 3, 2, 10, 4, 5, 6, TimeSpan.FromHours(9));

    public static PaymentEvent Payment(string order, string user = "mina", PaymentEventType type = PaymentEventType.Completed, string data = Data, int partition = 0) =>
        new($"{order}.{type.ToString().ToLowerInvariant()}", type, order, user, partition, At, data);

    public const string TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    public static OutboxRow Row(long number, string user = "mina") => new(number, Payment($"ord_{number}", user));

    /// <summary>Rows of users in turn.</summary>
    public static IReadOnlyList<OutboxRow> Rows(int count, int users, string prefix = "user-", int size = 0) =>
        [.. Enumerable.Range(0, count).Select(i => new OutboxRow(
            i + 1, Payment($"ord_{prefix}{i}", $"{prefix}{i % users}", data: size == 0 ? Data : DataOf(size))))];

    /// <summary>Data of about that size, which no compression makes small.</summary>
    public static string DataOf(int size) => JsonSerializer.Serialize(Convert.ToBase64String(RandomNumberGenerator.GetBytes(size * 3 / 4)));

    public static KafkaPublisher Kafka(KafkaBroker broker, params (string Name, string Value)[] config)
    {
        var values = config.Select(c => KeyValuePair.Create("DataPlatform:Kafka:Config:" + c.Name, (string?)c.Value))
            .Append(new("DataPlatform:Kafka:BootstrapServers", broker.Bootstrap));
        var settings = KafkaSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        return new(settings, TimeProvider.System, NullLogger<KafkaPublisher>.Instance);
    }

    public static PaymentForwarder Forwarder(
        IOutbox outbox, IPaymentPublisher publisher, TimeProvider? time = null, string owner = "a", StreamMetrics? metrics = null) =>
        new(outbox, publisher, owner, time ?? new FakeTimeProvider(), metrics ?? Metrics(), NullLogger<PaymentForwarder>.Instance);

    public static StreamMetrics Metrics() => new(Meters());

    public static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    /// <summary>A path in a folder that does not exist yet.</summary>
    public static string FreshPath() => Path.Combine(Directory.CreateTempSubdirectory("payments").FullName, "data", "payments.jsonl");
}
