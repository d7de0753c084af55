namespace ECommerce.Ledger;

public abstract partial class SqlLedger
{
    private readonly OutboxStart _start;

    /// <inheritdoc/>
    public event Action? Filled;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxRow>> Pending(IReadOnlyCollection<int> partitions, int limit)
    {
        var rows = new List<OutboxRow>();
        if (partitions.Count == 0)
        {
            return rows;
        }

        var asked = Numbers(partitions);
        var (after, ended) = (_start.After(asked), 0L);
        await Query(
            Statement.Query($"SELECT {Sql.WritersEnded}", at => ended = at.Number()),
            Sql.Heads(asked, after, limit, at => rows.Add(new(at.Number(), Read.PaymentEvent(at))))).ConfigureAwait(false);
        _start.Read(asked, after, ended, rows.Count > 0 ? rows[0].Number : null);
        return rows;
    }

    /// <inheritdoc/>
    public async Task Acknowledge(IReadOnlyCollection<OutboxRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        // The count and the removal must see the same rows: their partitions are locked before they are looked at.
        Argument[] known = [Numbers(rows.Select(row => row.Event.Partition)), rows.Select(row => row.Number).ToArray()];
        var acknowledged = Sql.OutboxRows("$1", "$2");
        var writer = 0L;
        await Change(
            durable: false,
            [
                PartitionsLocked(rows),
                Statement.Change(
                    "UPDATE payment_partitions SET published = published + gone.units FROM " +
                    $"(SELECT partition AS id, count(*) AS units FROM outbox WHERE {acknowledged} GROUP BY partition) AS gone WHERE partition = gone.id",
                    known),
                Statement.Change($"DELETE FROM outbox WHERE {acknowledged}", known),
                Statement.Query($"SELECT {Sql.ThisWriter}", at => writer = at.Number()),
            ]).ConfigureAwait(false);
        _start.Acknowledged(rows.Max(row => row.Number), writer);
    }

    /// <inheritdoc/>
    public Task Park(IReadOnlyCollection<(OutboxRow Row, string Reason)> rows) => Change(
    [
        PartitionsLocked(rows.Select(parked => parked.Row)),
        .. rows.SelectMany(parked => new[]
        {
            Statement.Change(
                "INSERT INTO parked_payments (number, event_id, partition, reason) " +
                "SELECT number, event_id, partition, $3 FROM outbox WHERE partition = $1 AND number = $2",
                (long)parked.Row.Event.Partition, parked.Row.Number, parked.Reason),
            Statement.Change(
                "DELETE FROM outbox WHERE partition = $1 AND number = $2", (long)parked.Row.Event.Partition, parked.Row.Number),
        }),
    ]);

    /// <inheritdoc/>
    public async Task<long> RetryParked()
    {
        // Part by part, so that no payment waits for the whole; what is parked again meanwhile has a higher number.
        var last = 0L;
        await Query(Statement.Query("SELECT coalesce(max(number), 0) FROM parked_payments", at => last = at.Number())).ConfigureAwait(false);
        for (var all = 0L; ;)
        {
            var moved = 0L;
            await Change(
                Statement.Change(
                    "UPDATE parked_payments SET going_back = TRUE WHERE number IN " +
                    $"(SELECT number FROM parked_payments WHERE number <= $1 ORDER BY number LIMIT {LedgerBounds.ReplayChunk})",
                    last),
                Statement.Query("SELECT count(*) FROM parked_payments WHERE going_back", at => moved = at.Number()),
                Statement.Change(
                    "INSERT INTO outbox (event_id, partition) SELECT event_id, partition FROM parked_payments WHERE going_back ORDER BY number"),
                Statement.Change("DELETE FROM parked_payments WHERE going_back")).ConfigureAwait(false);
            if (moved == 0)
            {
                return all;
            }

            all += moved;
            Filled?.Invoke();
        }
    }

    // To be called after the commit.
    private protected void Tell(Books books)
    {
        if (books.PaymentEvents.Count > 0)
        {
            Filled?.Invoke();
        }
    }

    // Always in this order, so that nobody who changes several of them meets another half-way.
    private Statement PartitionsLocked(IEnumerable<OutboxRow> rows) => PartitionsLocked(rows.Select(row => row.Event.Partition).Distinct());

    private Statement PartitionsLocked(IEnumerable<int> partitions) => Statement.Query(
        $"SELECT partition FROM payment_partitions WHERE {Sql.In("partition", "$1")} ORDER BY partition{Sql.Lock}", _ => { }, Numbers(partitions));

    private static long[] Numbers(IEnumerable<int> partitions) => [.. partitions.Select(partition => (long)partition)];
}
