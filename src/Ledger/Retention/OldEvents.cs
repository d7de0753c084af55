namespace ECommerce.Ledger;

// Payment events that were published. What they said follows from the orders; how many were removed is counted, and all of them are from
// before a time. No replay begins before it.
internal sealed class OldEvents(SqlDatabase database)
{
    private const string Removable =
        """
        at < $2 AND NOT EXISTS (SELECT 1 FROM payment_replays)
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.event_id = payment_events.id)
            AND NOT EXISTS (SELECT 1 FROM parked_payments WHERE parked_payments.event_id = payment_events.id)
        """;

    public async Task<Step> Remove(DateTimeOffset limit, int rows)
    {
        // The newest event stays, and the time of the totals is never past it, whatever time it is taken for.
        var (numbers, newest, waiting) = (new List<long>(), limit, 0L);
        await database.Scan(
            Statement.Query("SELECT max(at) FROM payment_events", at => newest = at.TimeOrNull() ?? limit),
            Statement.Query(
                $"SELECT number FROM payment_events WHERE {Removable} AND at < (SELECT max(at) FROM payment_events) ORDER BY at LIMIT $1",
                at => numbers.Add(at.Number()),
                (long)rows, limit),
            Statement.Query(
                $"SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT {LedgerBounds.ReplayRoom + 1}) AS waiting", at => waiting = at.Number())).ConfigureAwait(false);

        // Each event is looked for among those that wait, so there must be few of them.
        if (numbers.Count == 0 || waiting > LedgerBounds.ReplayRoom)
        {
            return default;
        }

        // One snapshot, so that as many are counted as are removed. The row of the totals is locked first. Whoever adds a replay writes it: this
        // transaction then fails, if it has waited for that, and is tried again.
        var before = newest < limit ? newest : limit;
        var asked = $"{database.Sql.In("number", "$1")} AND {Removable}";
        Argument[] args = [numbers.ToArray(), before];
        var removed = 0L;
        await database.Change(
            durable: false,
            [
                .. database.Sql.InOneSnapshot,
                Statement.Query($"SELECT again FROM payment_totals{database.Sql.Lock}", _ => { }),
                Statement.Query($"SELECT count(*) FROM payment_events WHERE {asked}", at => removed = at.Number(), args),
                Statement.Change(
                    $"UPDATE payment_totals SET removed = removed + (SELECT count(*) FROM payment_events WHERE {asked}), " +
                    $"removed_before = CASE WHEN removed_before > $2 THEN removed_before ELSE $2 END WHERE EXISTS (SELECT 1 FROM payment_events WHERE {asked})",
                    args),
                Statement.Change($"DELETE FROM payment_events WHERE {asked}", args),
            ]).ConfigureAwait(false);
        return new(removed, removed > 0);
    }
}
