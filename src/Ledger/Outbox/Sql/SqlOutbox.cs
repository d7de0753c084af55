namespace ECommerce.Ledger;

// The outbox in a database. The commits of the ledger write its rows, in the same transaction as what they report.
internal sealed class SqlOutbox(SqlDatabase database, TimeProvider clock) : IOutbox
{
    // As much as thousands of usual events say; 8 MiB.
    private const long Remembered = 4 << 20;

    private readonly RecentEvents _recent = new(Remembered, clock);
    private readonly OutboxStart _start = new(clock);
    private readonly PublishedRate _rate = new(clock);
    private readonly SqlLeases _leases = new(database, clock);
    private readonly SqlReplays _replays = new(database);

    public event Action? Filled;

    private Dialect Sql => database.Sql;

    // The ledger calls this after a commit has put rows for these events in. Called earlier, a reader could look before the rows are visible,
    // find nothing, and wait for the next payment; and an event whose commit failed would be remembered.
    public void Committed(IReadOnlyList<PaymentEvent> events)
    {
        if (events.Count > 0)
        {
            _recent.Add(events);
            Filled?.Invoke();
        }
    }

    public async Task<StreamLeases> Lease(string owner, IReadOnlyCollection<int> wanted)
    {
        var (leases, published) = await _leases.Lease(owner, wanted).ConfigureAwait(false);
        _rate.Note(published);
        return leases;
    }

    public Task Release(string owner) => _leases.Release(owner);

    public async Task<IReadOnlyList<OutboxRow>> Pending(IReadOnlyCollection<int> partitions, int limit)
    {
        if (partitions.Count == 0)
        {
            return [];
        }

        var rows = new List<(long Number, string EventId, string? TraceParent)>();
        var asked = SqlLeases.Numbers(partitions);
        var (after, oldestRunning) = (_start.After(asked), 0L);
        await database.Scan(
            Statement.Query($"SELECT {Sql.OldestRunningTransaction}", at => oldestRunning = at.Number()),
            Sql.FirstRows(asked, after, limit, at => rows.Add((at.Number(), at.Text(), at.TextOrNull())))).ConfigureAwait(false);
        _start.Read(asked, after, oldestRunning, rows.Count > 0 ? rows[0].Number : null);
        var events = await Events(rows.ConvertAll(row => row.EventId)).ConfigureAwait(false);

        // The trace is the row's: one of a replay, or put back from parking, has none. A row without an event is passed over: another process has
        // published it since the rows were read, and the event was removed for its age.
        return
        [
            .. rows.Where(row => events.ContainsKey(row.EventId))
                .Select(row => new OutboxRow(row.Number, events[row.EventId] with { TraceParent = row.TraceParent })),
        ];
    }

    public async Task Acknowledge(IReadOnlyCollection<OutboxRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        // The partitions are locked first: otherwise two that acknowledge the same rows would both count them before one removes them.
        Argument[] known = [SqlLeases.Numbers(rows.Select(row => row.Event.Partition)), rows.Select(row => row.Number).ToArray()];
        var acknowledged = Sql.OutboxRows("$1", "$2");
        var transaction = 0L;
        await database.Change(
            durable: false,
            [
                PartitionsLocked(rows),
                Statement.Change(
                    "UPDATE payment_partitions SET published = published + gone.units FROM " +
                    $"(SELECT partition AS id, count(*) AS units FROM outbox WHERE {acknowledged} GROUP BY partition) AS gone WHERE partition = gone.id",
                    known),
                Statement.Change($"DELETE FROM outbox WHERE {acknowledged}", known),
                Statement.Query($"SELECT {Sql.CurrentTransaction}", at => transaction = at.Number()),
            ]).ConfigureAwait(false);
        _start.Acknowledged(rows.Max(row => row.Number), transaction);
    }

    public Task Park(IReadOnlyCollection<(OutboxRow Row, string Reason)> rows) => database.Change(
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

    public async Task<long> RetryParked(Act? by = null)
    {
        // Many short transactions, so that no payment waits for the whole. What is parked again meanwhile has a higher number
        // than "last": without that bound a row that is parked at once would come back for ever.
        var last = 0L;
        await database.Query(Statement.Query("SELECT coalesce(max(number), 0) FROM parked_payments", at => last = at.Number())).ConfigureAwait(false);
        for (var all = 0L; ;)
        {
            var moved = 0L;
            await database.Change(
            [
                Statement.Change(
                    "UPDATE parked_payments SET going_back = TRUE WHERE number IN " +
                    $"(SELECT number FROM parked_payments WHERE number <= $1 ORDER BY number LIMIT {LedgerBounds.ReplayChunk})",
                    last),
                Statement.Query("SELECT count(*) FROM parked_payments WHERE going_back", at => moved = at.Number()),
                Statement.Change(
                    "INSERT INTO outbox (event_id, partition) SELECT event_id, partition FROM parked_payments WHERE going_back ORDER BY number"),
                .. SqlLog.Retried(by, Sql),
                Statement.Change("DELETE FROM parked_payments WHERE going_back"),
            ]).ConfigureAwait(false);
            if (moved == 0)
            {
                return all;
            }

            all += moved;
            Filled?.Invoke();
        }
    }

    public async Task<PaymentStreamView> Stream(DateTimeOffset now)
    {
        var figures = new StreamFigures(now);
        await database.Scan(
            Statement.Query(
                "SELECT o.partition, count(*), min(e.at) FROM outbox o JOIN payment_events e ON e.id = o.event_id GROUP BY o.partition",
                at => figures.Pending((int)at.Number(), at.Number(), at.Time())),
            Statement.Query(
                "SELECT partition, count(*) FROM parked_payments GROUP BY partition", at => figures.Parked((int)at.Number(), at.Number())),
            Statement.Query(
                $"SELECT partition, published, {_leases.OwnerAt(Sql.Now("$1"))} FROM payment_partitions",
                at => figures.Published((int)at.Number(), at.Number(), at.TextOrNull()),
                clock.GetUtcNow()),
            Statement.Query("SELECT CAST(coalesce(sum(remaining), 0) AS bigint) FROM payment_replays", at => figures.Replaying(at.Number())),
            Statement.Query(
                "SELECT e.id, p.partition, p.reason, e.at FROM parked_payments p JOIN payment_events e ON e.id = p.event_id " +
                $"ORDER BY p.number DESC LIMIT {StreamFigures.ParkedShown}",
                at => figures.ParkedEvent(at.Text(), (int)at.Number(), at.Text(), at.Time()))).ConfigureAwait(false);
        return figures.View(_rate);
    }

    public Task<long> Replay(DateTimeOffset from, DateTimeOffset to, Act? by = null) => _replays.Add(from, to, by);

    public Task<bool> ContinueReplay() => _replays.Continue();

    private async Task<IReadOnlyDictionary<string, PaymentEvent>> Events(List<string> ids)
    {
        var events = _recent.Find(ids);
        if (ids.Where(id => !events.ContainsKey(id)).ToArray() is { Length: > 0 } unknown)
        {
            await database.Query(Statement.Query(
                $"SELECT {Tables.PaymentEvents.Select()} FROM payment_events WHERE {Sql.In("id", "$1")}",
                at =>
                {
                    var payment = Read.PaymentEvent(at);
                    events.Add(payment.Id, payment);
                },
                unknown)).ConfigureAwait(false);
        }

        return events;
    }

    private Statement PartitionsLocked(IEnumerable<OutboxRow> rows) =>
        _leases.PartitionsLocked(rows.Select(row => row.Event.Partition).Distinct());
}
