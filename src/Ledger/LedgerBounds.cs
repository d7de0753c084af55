namespace ECommerce.Ledger;

/// <summary>The bounds of the ledger.</summary>
public static class LedgerBounds
{
    /// <summary>The most events in one commit.</summary>
    public const int Batch = 1_000;

    /// <summary>The most events waiting for a commit; one more is refused as overloaded.</summary>
    public const int Queue = 20_000;

    /// <summary>How often a batch is tried again after a deadlock, a serialization failure or a row another writer inserted first.</summary>
    public const int Retries = 10;

    /// <summary>The longest wait for one statement or a free connection.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>The longest that one statement of an audit may take: it reads everything.</summary>
    public static readonly TimeSpan AuditTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Partitions of the payment stream; part of the stored data, so never changed.</summary>
    public const int Partitions = 16;

    /// <summary>Products in one page of catalogue changes.</summary>
    public const int CataloguePage = 500;

    /// <summary>The most coupons that are read of one user.</summary>
    public const int Coupons = 10_000;

    /// <summary>The most campaigns that are listed.</summary>
    public const int Campaigns = 1_000;

    /// <summary>The most products in a ranking.</summary>
    public const int Ranking = 10_000;

    /// <summary>
    /// How long the right to publish a partition lasts unless it is renewed: as long as the events of a process that was killed
    /// wait for another.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    /// <summary>Payment events that a replay puts into the outbox at once, by number.</summary>
    public const int ReplayChunk = 2_000;

    /// <summary>A replay goes on only while no more rows than these wait in the outbox.</summary>
    public const int ReplayRoom = 1_000;

    /// <summary>Parked payment events that are shown.</summary>
    public const int ParkedShown = 10;
}
