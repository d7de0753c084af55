namespace ECommerce.DataPlatform;

/// <summary>The way to the data platform. One batch at a time is on its way.</summary>
public interface IPaymentPublisher
{
    /// <summary>
    /// Publishes the rows in their order. When it returns, all of them are durable at the data platform.
    /// When it throws, some may be: all are published again later (at least once, with the same ids).
    /// </summary>
    /// <param name="rows">1..<see cref="StreamBounds.Batch"/>.</param>
    /// <param name="cancellation">Cancelled when the right to publish ends or the process stops: nothing may be sent after that.</param>
    /// <exception cref="PoisonEventException">That row will never be accepted; the others may be.</exception>
    Task Publish(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation);
}

/// <summary>A row that the data platform will never accept. It is parked and not tried again.</summary>
/// <param name="number">The row.</param>
/// <param name="reason">Why, for the operator.</param>
public sealed class PoisonEventException(long number, string reason, Exception? inner = null)
    : Exception($"Payment event {number} cannot be published: {reason}", inner)
{
    /// <summary>The row.</summary>
    public long Number { get; } = number;

    /// <summary>Why, for the operator.</summary>
    public string Reason { get; } = reason;
}
