namespace ECommerce.Ledger;

// Puts the figures of the payment stream, as one snapshot has them, together to the view.
internal sealed class StreamFigures(DateTimeOffset now)
{
    // The most parked events that are shown.
    public const int ParkedShown = 10;

    private readonly PartitionStreamView[] _partitions =
        [.. Enumerable.Range(0, LedgerBounds.Partitions).Select(partition => new PartitionStreamView(partition, 0, 0, 0, 0, null))];

    private readonly List<ParkedPaymentView> _parkedEvents = [];
    private long _replaying;

    public void Pending(int partition, long rows, DateTimeOffset oldest) =>
        _partitions[partition] = _partitions[partition] with { Pending = rows, OldestSeconds = Age(oldest) };

    public void Parked(int partition, long rows) => _partitions[partition] = _partitions[partition] with { Parked = rows };

    public void Published(int partition, long rows, string? owner) =>
        _partitions[partition] = _partitions[partition] with { Published = rows, Owner = owner };

    public void Replaying(long rows) => _replaying = rows;

    // To be called for the newest first.
    public void ParkedEvent(string eventId, int partition, string reason, DateTimeOffset at) =>
        _parkedEvents.Add(new(eventId, partition, reason, Age(at)));

    public PaymentStreamView View(PublishedRate rate)
    {
        var published = _partitions.Sum(partition => partition.Published);
        return new(
            _partitions.Sum(partition => partition.Pending) + _replaying,
            _partitions.Max(partition => partition.OldestSeconds),
            _partitions.Sum(partition => partition.Parked),
            published,
            rate.Note(published),
            _partitions,
            _parkedEvents);
    }

    private double Age(DateTimeOffset at) => Math.Max(0, (now - at).TotalSeconds);
}
