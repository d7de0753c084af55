using System.Diagnostics.Metrics;
using ECommerce.DataPlatform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.DataPlatform.Tests;

internal static class Some
{
    public const string Data =
        """{"orderId":"ord_1","userId":"mina","items":[{"sku":"TEE-1","productId":"tee","name":"부드러운 티셔츠","options":{"색상":"검정"},"quantity":2,"price":19000}],"total":38000,"discount":0,"paid":38000,"paidAt":"2026-03-02T01:04:05.006Z"}""";

    public static readonly DateTimeOffset At = new(2026, 3, 2, 10, 4, 5, 6, TimeSpan.FromHours(9));

    public static PaymentEvent Payment(string order, string user = "mina", PaymentEventType type = PaymentEventType.Completed, string data = Data, int partition = 0) =>
        new($"{order}.{(type == PaymentEventType.Completed ? "completed" : "cancelled")}", type, order, user, partition, At, data);

    public static OutboxRow Row(long number, string user = "mina") => new(number, Payment($"ord_{number}", user));

    public static PaymentReader Reader(IOutbox outbox, IPaymentPublisher publisher, TimeProvider? time = null, string owner = "a") =>
        new(outbox, publisher, owner, time ?? new FakeTimeProvider(), Metrics(), NullLogger<PaymentReader>.Instance);

    public static StreamMetrics Metrics() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    /// <summary>A path in a folder that does not exist yet.</summary>
    public static string FreshPath() => Path.Combine(Directory.CreateTempSubdirectory("payments").FullName, "data", "payments.jsonl");
}
