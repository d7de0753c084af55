namespace ECommerce.Ledger;

/// <summary>
/// The events that the data platform has not acknowledged yet. Rows come with the commits of <see cref="ILedger"/> and leave
/// by <see cref="Acknowledge"/> or <see cref="Park"/>. A user's rows are all in one partition, and each has a higher
/// number than the one committed before it. Rows of different users may appear later than rows with a higher number.
/// </summary>
public interface IOutbox
{
    /// <summary>
    /// Raised after this process has put rows in. Handlers run on the way of a payment's answer: they take note and return.
    /// Rows of other processes are not told.
    /// </summary>
    event Action? Filled;

    /// <summary>
    /// Says that this owner lives, and takes or renews the right to publish the wanted partitions for
    /// <see cref="LedgerBounds.Lease"/> by the database's clock. Those that another owner has stay with that owner; those
    /// that this one has and does not want are free at once. Durable when it returns.
    /// </summary>
    Task<StreamLeases> Lease(string owner, IReadOnlyCollection<int> wanted);

    /// <summary>Gives everything back and says that this owner is gone.</summary>
    Task Release(string owner);

    /// <summary>
    /// The first rows of each of these partitions, together in order of number. For a user nothing is left out: a row is here
    /// only when all earlier ones of its user are, or have left.
    /// </summary>
    /// <param name="limit">The most rows of one partition.</param>
    Task<IReadOnlyList<OutboxRow>> Pending(IReadOnlyCollection<int> partitions, int limit);

    /// <summary>
    /// Removes rows that the data platform has, and counts them as published; rows that are gone already do not count. After a
    /// crash of the database they may be there again.
    /// </summary>
    Task Acknowledge(IReadOnlyCollection<OutboxRow> rows);

    /// <summary>Sets rows aside that cannot be published, each with the reason.</summary>
    Task Park(IReadOnlyCollection<(OutboxRow Row, string Reason)> rows);

    /// <summary>Puts the parked rows back, behind those that are pending. Returns how many.</summary>
    Task<long> RetryParked();

    /// <summary>How far the stream is; ages by the given time.</summary>
    Task<PaymentStreamView> Stream(DateTimeOffset now);

    /// <summary>
    /// Notes that the events of that time are to be published again, in order and with the same ids. Returns how many. They
    /// count as pending, and come into the outbox by <see cref="ContinueReplay"/>.
    /// </summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    Task<long> Replay(DateTimeOffset from, DateTimeOffset to);

    /// <summary>
    /// Goes on with the oldest replay by <see cref="LedgerBounds.ReplayChunk"/> numbers, unless more than
    /// <see cref="LedgerBounds.ReplayRoom"/> rows are in the outbox: fresh rows never queue behind more than both together.
    /// False: nothing was done.
    /// </summary>
    Task<bool> ContinueReplay();
}

/// <summary>A row of the outbox.</summary>
/// <param name="Number">Grows in order of commit for one user.</param>
public sealed record OutboxRow(long Number, PaymentEvent Event);

/// <summary>Who may publish what, as it was agreed last.</summary>
/// <param name="Owners">By partition; null where it is free.</param>
/// <param name="Live">Who lives, by name, whether it has a partition or not.</param>
/// <param name="IsReplaying">Whether a replay is to be continued.</param>
public sealed record StreamLeases(IReadOnlyList<string?> Owners, IReadOnlyList<string> Live, bool IsReplaying)
{
    /// <summary>The partitions of an owner, in order.</summary>
    public IReadOnlyList<int> Of(string owner) => [.. Enumerable.Range(0, Owners.Count).Where(partition => Owners[partition] == owner)];
}
