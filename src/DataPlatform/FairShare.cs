namespace ECommerce.DataPlatform;

/// <summary>
/// Which partitions a process should publish. The processes that live share all partitions evenly: their shares differ by one at
/// most. A process keeps the partitions that it owns, so that few change hands. It gives up those beyond its share, and takes free
/// ones up to it.
/// </summary>
public static class FairShare
{
    /// <summary>The partitions that this owner, who lives, should own next, in order.</summary>
    public static IReadOnlyList<int> Of(string owner, StreamLeases leases)
    {
        var live = leases.Live.Order(StringComparer.Ordinal).ToList();
        var place = live.IndexOf(owner);
        var share = (LedgerBounds.Partitions / live.Count) + (place < LedgerBounds.Partitions % live.Count ? 1 : 0);

        // Each process begins at another partition, so that two that take free ones at the same moment rarely want the same.
        var first = place * LedgerBounds.Partitions / live.Count;
        var free = Enumerable.Range(0, LedgerBounds.Partitions)
            .Select(i => (first + i) % LedgerBounds.Partitions)
            .Where(partition => leases.Owners[partition] is null);
        return [.. leases.Of(owner).Concat(free).Take(share).Order()];
    }
}
