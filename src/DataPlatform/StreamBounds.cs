namespace ECommerce.DataPlatform;

/// <summary>The bounds of the payment stream.</summary>
public static class StreamBounds
{
    /// <summary>The most rows of one partition that are read, published and acknowledged at once.</summary>
    public const int PartitionBatch = 128;

    /// <summary>The most rows of all partitions that are read, published and acknowledged at once.</summary>
    public const int Batch = PartitionBatch * LedgerBounds.Partitions;

    /// <summary>How often the file is asked for while another process has it open.</summary>
    public const int FileAttempts = 200;

    /// <summary>The wait between two of these attempts.</summary>
    public static readonly TimeSpan FilePause = TimeSpan.FromMilliseconds(10);

    /// <summary>The wait before looking again when nothing was pending; an idle payment leaves within twice that.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(40);

    /// <summary>The wait before asking again for the lease that another owner has.</summary>
    public static readonly TimeSpan Standby = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait after the first failure; it doubles with each further one.</summary>
    public static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait after a failure.</summary>
    public static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    /// <summary>A lease older than this is renewed before the next batch.</summary>
    public static readonly TimeSpan Renewal = LedgerBounds.Lease / 4;

    /// <summary>Publishing is given up at this age of the lease: by its end somebody else may publish.</summary>
    public static readonly TimeSpan Deadline = LedgerBounds.Lease * 0.75;
}
