namespace ECommerce.DataPlatform;

/// <summary>
/// The partitions that this process may publish now, and until when. Not thread-safe: one caller at a time.
/// </summary>
/// <remarks>
/// It must never take a partition for its own that the database has given to another process, or both would publish it. So the age
/// of the leases counts from before the request, not from the answer; and partitions that are to be given up are dropped here before
/// the request is sent, because its answer may be lost.
/// </remarks>
/// <param name="owner">The name of this process, random.</param>
internal sealed class PartitionLeases(IOutbox outbox, string owner, TimeProvider time)
{
    /// <summary>Leases of this age are renewed, and shared out anew if processes have come or gone.</summary>
    public static readonly TimeSpan Renewal = LedgerBounds.Lease / 5;

    /// <summary>At this age of the leases publishing ends: when they end, another process may publish.</summary>
    public static readonly TimeSpan Deadline = LedgerBounds.Lease * 0.75;

    // The first request shows which processes live, the second gives up and takes partitions, and the third is needed when another
    // process was quicker to take one of them.
    private const int MostRequests = 3;

    private long? _renewed;

    /// <summary>The partitions, in order.</summary>
    public IReadOnlyList<int> Owned { get; private set; } = [];

    /// <summary>True: no other process publishes.</summary>
    public bool OwnsAll => Owned.Count == LedgerBounds.Partitions;

    /// <summary>True: a replay is under way, and this process is the one that continues it.</summary>
    public bool ContinuesReplay { get; private set; }

    /// <summary>How long this process may go on publishing without a renewal; zero when it must not publish.</summary>
    public TimeSpan Remaining => _renewed is { } since && Deadline - time.GetElapsedTime(since) is var remaining && remaining > TimeSpan.Zero
        ? remaining
        : TimeSpan.Zero;

    /// <summary>True: it is time for <see cref="Balance"/>.</summary>
    public bool AreDue => _renewed is not { } since || time.GetElapsedTime(since) >= Renewal;

    /// <summary>
    /// Renews the leases, gives up what is beyond this process's fair share, and takes free partitions up to it. Nothing may be in
    /// flight: a partition that is given up may be published by another process before this call returns.
    /// </summary>
    public async Task Balance()
    {
        var wanted = Owned;
        for (var request = 1; request <= MostRequests; request++)
        {
            var leases = await Lease(wanted).ConfigureAwait(false);
            wanted = FairShare.Of(owner, leases);
            if (wanted.SequenceEqual(Owned))
            {
                return;
            }
        }
    }

    /// <summary>Renews the leases. False: this process has lost some of them.</summary>
    public async Task<bool> Renew()
    {
        var wanted = Owned;
        await Lease(wanted).ConfigureAwait(false);
        return Owned.Count == wanted.Count;
    }

    /// <summary>Gives all partitions back, unless there never was a request.</summary>
    public async Task Release()
    {
        if (_renewed is null)
        {
            return;
        }

        (Owned, _renewed) = ([], null);
        await outbox.Release(owner).ConfigureAwait(false);
    }

    private async Task<StreamLeases> Lease(IReadOnlyList<int> wanted)
    {
        Owned = [.. Owned.Intersect(wanted)];
        var sent = time.GetTimestamp();
        var leases = await outbox.Lease(owner, wanted).ConfigureAwait(false);
        (Owned, _renewed) = (leases.Of(owner), sent);
        ContinuesReplay = leases.IsReplaying && Owned is [0, ..];
        return leases;
    }
}
