namespace ECommerce.Ledger;

/// <summary>
/// The events that the data platform has not acknowledged yet, in order of commit within a partition.
/// Rows come with the commits of <see cref="ILedger"/> and leave by <see cref="Acknowledge"/>.
/// </summary>
public interface IOutbox
{
    /// <summary>
    /// Takes or renews the right to publish, for <see cref="LedgerBounds.Lease"/> by the database's clock. False: another owner has it.
    /// </summary>
    Task<bool> Lease(string owner);

    /// <summary>Gives the right to publish back, so that another owner need not wait for its end.</summary>
    Task Release(string owner);

    /// <summary>The oldest rows that are neither acknowledged nor parked, in order.</summary>
    Task<IReadOnlyList<OutboxRow>> Pending(int limit);

    /// <summary>Removes rows that the data platform has, and counts them as published.</summary>
    Task Acknowledge(IReadOnlyCollection<long> numbers);

    /// <summary>Sets a row aside that cannot be published.</summary>
    Task Park(long number, string reason);

    /// <summary>How far the stream is; the age by the given time.</summary>
    Task<PaymentStreamView> Stream(DateTimeOffset now);

    /// <summary>Puts the events of that time into the outbox again, in order, with the same ids. Returns how many.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    Task<long> Replay(DateTimeOffset from, DateTimeOffset to);
}

/// <summary>A row of the outbox.</summary>
/// <param name="Number">Grows in order of commit for one user.</param>
public sealed record OutboxRow(long Number, PaymentEvent Event);
