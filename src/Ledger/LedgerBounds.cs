namespace ECommerce.Ledger;

/// <summary>The bounds that several parts of the ledger share, or its callers; the others stand beside the code that keeps them.</summary>
public static class LedgerBounds
{
    /// <summary>The most events in one commit.</summary>
    public const int Batch = 1_000;

    /// <summary>The longest wait for one statement or a free connection.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>The longest that one statement may take that reads whole tables: of an audit, or of a replay.</summary>
    public static readonly TimeSpan ScanTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The most coupons that are read of one user.</summary>
    public const int Coupons = 10_000;

    /// <summary>The most campaigns that are listed.</summary>
    public const int Campaigns = 1_000;

    /// <summary>The most products in a ranking.</summary>
    public const int Ranking = 10_000;

    /// <summary>Partitions of the payment stream; part of the stored data, so never changed.</summary>
    public const int Partitions = 16;

    /// <summary>
    /// How long the right to publish a partition lasts unless it is renewed: as long as the events of a process that was killed
    /// wait for another.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    /// <summary>Wallet entries that one step of an export looks through.</summary>
    public const int EntriesScanned = 10_000;

    /// <summary>Characters of lines of the operators' log after which a page takes no further line: a line holds a product as it was and as it is.</summary>
    public const int LogPageCharacters = 1 << 20;

    /// <summary>Payment events that a replay, or a retry of parked ones, puts into the outbox at once.</summary>
    public const int ReplayChunk = 2_000;

    /// <summary>A replay goes on only while no more rows than these wait in the outbox.</summary>
    public const int ReplayRoom = 1_000;
}
