namespace ECommerce.DataPlatform;

/// <summary>
/// Publishes payment events to the data platform. Within a process one call is in flight at a time, so a publisher needs no lock of
/// its own. Other processes may be publishing other partitions meanwhile, so it must be able to share what it writes to.
/// </summary>
/// <remarks>
/// All rows of a user are in one partition, and the rows of a partition come in their order: a row comes only when all rows before it
/// were published, also after failures. To keep a user's events in order, a publisher need only keep the order of the rows that it is
/// given. It may send those of different users at the same time.
/// </remarks>
public interface IPaymentPublisher
{
    /// <summary>
    /// Publishes the rows. When it returns, all of them are durable at the data platform. When it throws, some may be. The next call
    /// then brings the same rows again, except those that <see cref="PartlyPublishedException"/> names, and the rows that were
    /// added since (at least once, with the same ids).
    /// </summary>
    /// <param name="rows">1..<see cref="PaymentForwarder.Batch"/> rows of any of this process's partitions.</param>
    /// <param name="cancellation">
    /// Cancelled when the right to publish ends or the process stops: nothing may be sent after that, and the call ends soon.
    /// Until then the call may take its time, because the right is renewed meanwhile.
    /// </param>
    /// <exception cref="PartlyPublishedException">Publishing failed, but the rows that it names are durable.</exception>
    /// <exception cref="PoisonEventException">The rows that it names will never be accepted. Any of the others may be durable.</exception>
    Task Publish(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation);
}

/// <summary>
/// Publishing failed, but some rows are durable. Of each user they are the first rows of the call, so that the rows that are left can
/// be published later without a change of order.
/// </summary>
/// <param name="published">The rows that are durable, at least one.</param>
/// <param name="cause">The failure.</param>
public sealed class PartlyPublishedException(IReadOnlyList<OutboxRow> published, Exception cause) : IOException(cause.Message, cause)
{
    /// <summary>The rows that are durable.</summary>
    public IReadOnlyList<OutboxRow> Published { get; } = published;
}

/// <summary>
/// Rows that the data platform will never accept, however often they are sent. They are parked and the other rows of the call are
/// published again, so a publisher should name all poison rows that it knows of at once. A platform that is away or busy makes no
/// row poison.
/// </summary>
/// <param name="events">The rows, at least one.</param>
public sealed class PoisonEventException(IReadOnlyList<PoisonEvent> events)
    : Exception(string.Join("; ", events.Select(poison => $"Payment event {poison.Number} cannot be published: {poison.Reason}")))
{
    /// <summary>The rows.</summary>
    public IReadOnlyList<PoisonEvent> Events { get; } = events;
}

/// <summary>A row that will never be accepted.</summary>
/// <param name="Number">The row's number.</param>
/// <param name="Reason">Why it is not accepted, for the operator.</param>
public sealed record PoisonEvent(long Number, string Reason);
