namespace ECommerce.DataPlatform;

/// <summary>The bounds of the payment stream.</summary>
public static class StreamBounds
{
    /// <summary>The most rows of one partition that are read, published and acknowledged at once.</summary>
    public const int PartitionBatch = 128;

    /// <summary>The most rows of all partitions that are read, published and acknowledged at once: so many are in flight.</summary>
    public const int Batch = PartitionBatch * LedgerBounds.Partitions;

    /// <summary>How often the file is asked for while another process has it open.</summary>
    public const int FileAttempts = 200;

    /// <summary>The wait between two of these attempts.</summary>
    public static readonly TimeSpan FilePause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Turns begin at least so far apart unless there is more to do than one takes: a turn costs about the same for one row as for
    /// fifty, and a payment that comes alone still leaves at once.
    /// </summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    /// <summary>The wait before looking again when nothing was pending, unless a payment of this process ends it.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>The same while other processes publish as well: what they commit is not told, and leaves within a tenth of a second.</summary>
    public static readonly TimeSpan IdleAmongOthers = TimeSpan.FromMilliseconds(50);

    /// <summary>The wait before asking again for partitions when others have all of them.</summary>
    public static readonly TimeSpan Standby = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait after the first failure; it doubles with each further one.</summary>
    public static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait after a failure: the leases are renewed before they end, and the data platform is not hammered.</summary>
    public static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(1);

    /// <summary>A process that has published nothing for so long, while there are others, leaves its partitions to them for a while.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The shortest time for which it does; the longest is twice that, so that two do not come back together.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>Leases older than this are renewed, and shared out anew when processes have come or gone.</summary>
    public static readonly TimeSpan Renewal = LedgerBounds.Lease / 5;

    /// <summary>Publishing is given up at this age of the leases: by their end somebody else may publish.</summary>
    public static readonly TimeSpan Deadline = LedgerBounds.Lease * 0.75;

    /// <summary>The gauges are at most so old, and the database is asked for them no more often.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    /// <summary>Asking for the gauges takes at most one part in so many of the time, however much is pending.</summary>
    public const int WatchShare = 20;
}
