namespace ECommerce.DataPlatform;

/// <summary>
/// The partitions that this process may publish now. Used by one caller at a time. What it believes to own is never more than what
/// the database says it owns: time is taken before each question, and what is to be given up is given up before it is said.
/// </summary>
/// <param name="owner">Random per process.</param>
internal sealed class PartitionLeases(IOutbox outbox, string owner, TimeProvider time)
{
    private const int Attempts = 3;

    private long? _asked;

    /// <summary>In order.</summary>
    public IReadOnlyList<int> Owned { get; private set; } = [];

    /// <summary>Nobody else publishes: rows come by this process, or are no hurry.</summary>
    public bool IsAlone => Owned.Count == LedgerBounds.Partitions;

    /// <summary>A replay is to be continued, and this process is the one to do so.</summary>
    public bool FeedsReplay { get; private set; }

    /// <summary>So long it may go on publishing unless it renews; 0 when that is over.</summary>
    public TimeSpan Left => _asked is { } since && StreamBounds.Deadline - time.GetElapsedTime(since) is var left && left > TimeSpan.Zero
        ? left
        : TimeSpan.Zero;

    /// <summary>Others may have come or gone.</summary>
    public bool AreDue => _asked is not { } since || time.GetElapsedTime(since) >= StreamBounds.Renewal;

    /// <summary>Renews what it owns, and comes to its fair share as far as others have left it. Nothing may be on its way meanwhile.</summary>
    public async Task Balance()
    {
        var wanted = Owned;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var leases = await Ask(wanted).ConfigureAwait(false);
            wanted = FairShare.Of(owner, leases);
            if (wanted.SequenceEqual(Owned))
            {
                return;
            }
        }
    }

    /// <summary>Renews what it owns. False: some of it was lost.</summary>
    public async Task<bool> Renew()
    {
        var wanted = Owned;
        await Ask(wanted).ConfigureAwait(false);
        return Owned.Count == wanted.Count;
    }

    /// <summary>Gives everything back, if it ever asked.</summary>
    public async Task Release()
    {
        if (_asked is null)
        {
            return;
        }

        (Owned, _asked) = ([], null);
        await outbox.Release(owner).ConfigureAwait(false);
    }

    private async Task<StreamLeases> Ask(IReadOnlyList<int> wanted)
    {
        Owned = [.. Owned.Intersect(wanted)];
        var asked = time.GetTimestamp();
        var leases = await outbox.Lease(owner, wanted).ConfigureAwait(false);
        (Owned, _asked) = (leases.Of(owner), asked);
        FeedsReplay = leases.IsReplaying && Owned is [0, ..];
        return leases;
    }
}
