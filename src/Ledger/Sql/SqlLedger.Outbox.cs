namespace ECommerce.Ledger;

public abstract partial class SqlLedger
{
    /// <inheritdoc/>
    public async Task<bool> Lease(string owner)
    {
        var now = Sql.Now("$2");
        var until = $"{now} + {Sql.Seconds(LedgerBounds.Lease)}";
        return await Change(Statement.Change(
            $"UPDATE payment_stream SET lease_owner = $1, lease_until = {until} " +
            $"WHERE lease_owner IS NULL OR lease_owner = $1 OR lease_until <= {now}",
            owner, _clock.GetUtcNow())).ConfigureAwait(false) > 0;
    }

    /// <inheritdoc/>
    public Task Release(string owner) =>
        Change(Statement.Change("UPDATE payment_stream SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1", owner));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxRow>> Pending(int limit)
    {
        var rows = new List<OutboxRow>();
        await Query(Statement.Query(
            $"SELECT o.number, {Tables.PaymentEvents.Select("e.")} FROM outbox o JOIN payment_events e ON e.id = o.event_id " +
            "WHERE o.parked_reason IS NULL ORDER BY o.number LIMIT $1",
            at => rows.Add(new(at.Number(), Read.PaymentEvent(at))),
            (long)limit)).ConfigureAwait(false);
        return rows;
    }

    /// <inheritdoc/>
    public Task Acknowledge(IReadOnlyCollection<long> numbers)
    {
        // The count and the removal must see the same rows: the stream's row is locked before they are looked at.
        var known = numbers.ToArray();
        return known.Length == 0
            ? Task.CompletedTask
            : Change(
                Statement.Query($"SELECT published FROM payment_stream{Sql.Lock}", _ => { }),
                Statement.Change(
                    $"UPDATE payment_stream SET published = published + (SELECT count(*) FROM outbox WHERE {Sql.In("number", "$1")})", known),
                Statement.Change($"DELETE FROM outbox WHERE {Sql.In("number", "$1")}", known));
    }

    /// <inheritdoc/>
    public Task Park(long number, string reason) =>
        Change(Statement.Change("UPDATE outbox SET parked_reason = $2 WHERE number = $1", number, reason));

    /// <inheritdoc/>
    public async Task<PaymentStreamView> Stream(DateTimeOffset now)
    {
        var (pending, parked, published) = (0L, 0L, 0L);
        DateTimeOffset? oldest = null;
        await Query(
            Statement.Query(
                "SELECT count(*), min(e.at) FROM outbox o JOIN payment_events e ON e.id = o.event_id WHERE o.parked_reason IS NULL",
                at => (pending, oldest) = (at.Number(), at.TimeOrNull())),
            Statement.Query("SELECT count(*) FROM outbox WHERE parked_reason IS NOT NULL", at => parked = at.Number()),
            Statement.Query("SELECT published FROM payment_stream", at => published = at.Number())).ConfigureAwait(false);
        return new(pending, oldest is { } first ? Math.Max(0, (now - first).TotalSeconds) : 0, parked, published);
    }

    /// <inheritdoc/>
    public Task<long> Replay(DateTimeOffset from, DateTimeOffset to) => Change(Statement.Change(
        "INSERT INTO outbox (event_id, partition) SELECT id, partition FROM payment_events WHERE at >= $1 AND at < $2 ORDER BY number",
        from, to));
}
