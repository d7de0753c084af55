namespace ECommerce.Ledger;

/// <summary>
/// The events that the data platform has not acknowledged yet. Rows come with the commits of <see cref="ILedger"/> and leave
/// by <see cref="Acknowledge"/> or <see cref="Park"/>. The rows of one user are all in one partition and appear in order of
/// number. Among the rows of different users, a row can appear after one with a higher number.
/// </summary>
public interface IOutbox
{
    /// <summary>
    /// Raised after this process has put rows in; rows that other processes put in do not raise it. A payment is answered only
    /// after the handlers have returned, so they must be quick.
    /// </summary>
    event Action? Filled;

    /// <summary>
    /// Notes that this owner lives, and takes or renews the right to publish the wanted partitions for
    /// <see cref="LedgerBounds.Lease"/> by the database's clock. Partitions of another owner stay with that owner. Partitions
    /// that this owner has and no longer wants are free at once. Durable when it returns.
    /// </summary>
    Task<StreamLeases> Lease(string owner, IReadOnlyCollection<int> wanted);

    /// <summary>Gives the partitions of this owner back, and notes that it is gone.</summary>
    Task Release(string owner);

    /// <summary>
    /// The first rows of each of these partitions, together in order of number. A row is among them only when all earlier rows
    /// of its user are, or have left.
    /// </summary>
    /// <param name="limit">The most rows of one partition.</param>
    Task<IReadOnlyList<OutboxRow>> Pending(IReadOnlyCollection<int> partitions, int limit);

    /// <summary>
    /// Removes rows that the data platform has, and counts them as published. Rows that have left already do not count. Not
    /// durable when it returns: after a crash of the database the rows may be there again.
    /// </summary>
    Task Acknowledge(IReadOnlyCollection<OutboxRow> rows);

    /// <summary>Sets rows aside that cannot be published, each with the reason.</summary>
    Task Park(IReadOnlyCollection<(OutboxRow Row, string Reason)> rows);

    /// <summary>
    /// Puts the parked rows back, behind those that are pending, in parts of <see cref="LedgerBounds.ReplayChunk"/>. Returns how many.
    /// </summary>
    /// <param name="by">Written into the log with each part, in the same transaction; null: nobody's act.</param>
    Task<long> RetryParked(Act? by = null);

    /// <summary>How far the stream is. Ages are counted to the given time.</summary>
    Task<PaymentStreamView> Stream(DateTimeOffset now);

    /// <summary>
    /// Notes that the events of that time are to be published again, in order and with the same ids. Returns how many. They
    /// count as pending from now on, and come into the outbox by <see cref="ContinueReplay"/>.
    /// </summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="by">Written into the log in the same transaction, where there are such events; null: nobody's act.</param>
    Task<long> Replay(DateTimeOffset from, DateTimeOffset to, Act? by = null);

    /// <summary>
    /// Puts the next events of the oldest replay into the outbox, at most <see cref="LedgerBounds.ReplayChunk"/> of them, unless
    /// more than <see cref="LedgerBounds.ReplayRoom"/> rows are there: new rows never queue behind more than both together.
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
