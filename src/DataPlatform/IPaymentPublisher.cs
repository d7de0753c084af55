namespace ECommerce.DataPlatform;

/// <summary>
/// The way to the data platform. In a process one call is in flight at a time; other processes may be publishing other
/// partitions meanwhile, so a publisher shares what it writes to, but needs no lock of its own.
/// </summary>
/// <remarks>
/// Rows of one user are always in the same partition, and the rows of a partition come in their order: no row comes before
/// those ahead of it were published, also after failures. To keep a user's events in order a publisher need only keep
/// the order of the rows that it is given; it may send different users' at the same time.
/// </remarks>
public interface IPaymentPublisher
{
    /// <summary>
    /// Publishes the rows. When it returns, all of them are durable at the data platform. When it throws, some may be: they come
    /// again with whatever has followed, all but those that <see cref="PartlyPublishedException"/> names (at least once, with the same ids).
    /// </summary>
    /// <param name="rows">1..<see cref="StreamBounds.Batch"/> rows of any of this process's partitions.</param>
    /// <param name="cancellation">
    /// Cancelled when the right to publish ends or the process stops: nothing may be sent after that, and the call ends soon.
    /// As long as it is not, the call may take its time: the right is renewed meanwhile.
    /// </param>
    /// <exception cref="PartlyPublishedException">Something failed, and these rows are durable none the less.</exception>
    /// <exception cref="PoisonEventException">These rows will never be accepted; the others may be published or not.</exception>
    Task Publish(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation);
}

/// <summary>
/// A failure that did not keep all rows from the data platform. Of each user the rows named are the first ones of the call, so
/// that what is left is in order.
/// </summary>
/// <param name="published">The rows that are durable, at least one.</param>
/// <param name="cause">What failed.</param>
public sealed class PartlyPublishedException(IReadOnlyList<OutboxRow> published, Exception cause) : IOException(cause.Message, cause)
{
    /// <summary>The rows that are durable.</summary>
    public IReadOnlyList<OutboxRow> Published { get; } = published;
}

/// <summary>
/// Rows that the data platform will never accept, however often they are sent. They are parked and the others of the call
/// published again, so a publisher had better name all that it knows of. What is only away or busy is no poison.
/// </summary>
public sealed class PoisonEventException : Exception
{
    /// <summary>One row.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="reason">Why, for the operator.</param>
    /// <param name="inner">What the publisher met.</param>
    public PoisonEventException(long number, string reason, Exception? inner = null)
        : this([new(number, reason)], inner)
    {
    }

    /// <summary>Several rows of one call, at least one.</summary>
    public PoisonEventException(IReadOnlyList<PoisonEvent> events, Exception? inner = null)
        : base(string.Join("; ", events.Select(poison => $"Payment event {poison.Number} cannot be published: {poison.Reason}")), inner) =>
        Events = events;

    /// <summary>The rows.</summary>
    public IReadOnlyList<PoisonEvent> Events { get; }
}

/// <summary>A row that will never be accepted.</summary>
/// <param name="Number">The row's.</param>
/// <param name="Reason">Why, for the operator.</param>
public sealed record PoisonEvent(long Number, string Reason);
