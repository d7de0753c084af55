namespace ECommerce.DataPlatform;

/// <summary>
/// Which partitions a process should publish: as many as any other that lives, give or take one. What it has it keeps, so that as
/// little as possible changes hands; what is beyond its share it gives up, and what is free it takes up to its share. The
/// shares of all that live are all partitions, so each ends up with somebody.
/// </summary>
public static class FairShare
{
    /// <summary>The partitions that this owner, who lives, should have next, in order.</summary>
    public static IReadOnlyList<int> Of(string owner, StreamLeases leases)
    {
        var live = leases.Live.Order(StringComparer.Ordinal).ToList();
        var place = live.IndexOf(owner);
        var share = (LedgerBounds.Partitions / live.Count) + (place < LedgerBounds.Partitions % live.Count ? 1 : 0);

        // Two that take at the same moment begin at different ends.
        var first = place * LedgerBounds.Partitions / live.Count;
        var free = Enumerable.Range(0, LedgerBounds.Partitions)
            .Select(i => (first + i) % LedgerBounds.Partitions)
            .Where(partition => leases.Owners[partition] is null);
        return [.. leases.Of(owner).Concat(free).Take(share).Order()];
    }
}
