namespace ECommerce.Ledger;

// Where reading the outbox may start. Rows leave at once, but PostgreSQL keeps what they were until no snapshot can see it: during
// a long audit or a backup, reading from the beginning would step over everything that was published since it began. A number
// is no place to go on from by itself, because transactions commit out of order. But once every transaction has ended that was
// running when a row was acknowledged, all lower numbers there will ever be are in sight: each was given to a transaction that
// had begun to write before the row appeared. Then, and only then, the start moves behind it.
internal sealed class OutboxStart(TimeProvider time)
{
    // Whatever put rows in without keeping to this is found as soon as this.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long[] _partitions = [];
    private long _after;
    private long _begun;
    private (long Number, long Writer)? _acknowledged;

    // Rows up to this number need not be read: they have left. Of these partitions alone.
    public long After(long[] partitions)
    {
        lock (_lock)
        {
            if (!partitions.AsSpan().SequenceEqual(_partitions) || time.GetElapsedTime(_begun) >= Longest)
            {
                (_partitions, _after, _begun, _acknowledged) = (partitions, 0, time.GetTimestamp(), null);
            }

            return _after;
        }
    }

    // A row was acknowledged by a transaction with this id: so was running by then whatever has a lower one.
    public void Acknowledged(long number, long writer)
    {
        lock (_lock)
        {
            _acknowledged ??= (number, writer);
        }
    }

    // A snapshot in which every transaction before "ended" has ended showed these partitions from "after" on, and this row first.
    public void Read(long[] partitions, long after, long ended, long? first)
    {
        lock (_lock)
        {
            if (after == _after && partitions.AsSpan().SequenceEqual(_partitions) && _acknowledged is { } acknowledged && ended >= acknowledged.Writer)
            {
                _after = Math.Max(after, Math.Min(acknowledged.Number, first - 1 ?? long.MaxValue));
                _acknowledged = null;
            }
        }
    }
}
