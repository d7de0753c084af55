namespace ECommerce.Ledger;

// The number behind which reading the outbox starts.
//
// Why it is kept: PostgreSQL keeps deleted rows until no snapshot can see them. During a long audit or a backup, reading
// from the beginning would step over everything that was published since the audit or backup began.
//
// Why it moves late: transactions commit out of order, so a row with a lower number can appear after a row with a higher one.
// If reading simply went on behind the highest number that was acknowledged, such a row would never be published. But every
// lower number was given to a transaction that had begun to write before the acknowledged row appeared, and so has a lower
// transaction id than the transaction that acknowledged it. When all transactions with lower ids have ended, no lower number
// can appear any more, and the start moves behind the acknowledged row.
internal sealed class OutboxStart(TimeProvider time)
{
    // How long the start is kept. A row that was put in with a lower number by other means, for example by hand, is read after this time.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long[] _partitions = [];
    private long _after;
    private long _keptSince;
    private (long Number, long Transaction)? _acknowledged;

    // Rows of these partitions up to the returned number have left the outbox and need not be read.
    public long After(long[] partitions)
    {
        lock (_lock)
        {
            if (!partitions.AsSpan().SequenceEqual(_partitions) || time.GetElapsedTime(_keptSince) >= Longest)
            {
                (_partitions, _after, _keptSince, _acknowledged) = (partitions, 0, time.GetTimestamp(), null);
            }

            return _after;
        }
    }

    // The transaction with this id removed this row. A later acknowledgement is not noted before the start has moved behind
    // this one: it would have to wait for younger transactions, and under load the start would hardly ever move.
    public void Acknowledged(long number, long transaction)
    {
        lock (_lock)
        {
            _acknowledged ??= (number, transaction);
        }
    }

    // These partitions were read from "after" on. In that snapshot the oldest running transaction had this id, and "first" was
    // the number of the first row.
    public void Read(long[] partitions, long after, long oldestRunning, long? first)
    {
        lock (_lock)
        {
            if (after == _after && partitions.AsSpan().SequenceEqual(_partitions)
                && _acknowledged is { } acknowledged && oldestRunning >= acknowledged.Transaction)
            {
                _after = Math.Max(after, Math.Min(acknowledged.Number, first - 1 ?? long.MaxValue));
                _acknowledged = null;
            }
        }
    }
}
