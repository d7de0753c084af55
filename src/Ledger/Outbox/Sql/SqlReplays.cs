namespace ECommerce.Ledger;

// Replays that were asked for, in the table payment_replays. Their events come into the outbox part by part.
internal sealed class SqlReplays(SqlDatabase database)
{
    // How often events are counted again at most, because older ones were removed meanwhile. A run that removes them moves the limit once.
    private const int Rounds = 5;

    public async Task<long> Add(DateTimeOffset from, DateTimeOffset to, Act? by)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (begins, count, first, last) = (from, 0L, 0L, 0L);
            await database.Scan(
                LedgerBounds.ScanTimeout,
                [
                    Statement.Query(
                        "SELECT CASE WHEN removed_before > $1 THEN removed_before ELSE $1 END FROM payment_totals", at => begins = at.Time(), from),
                    Statement.Query(
                        "SELECT count(*), coalesce(min(number), 0), coalesce(max(number), 0) FROM payment_events WHERE at >= $1 AND at < $2 " +
                        "AND at >= coalesce((SELECT removed_before FROM payment_totals), $1)",
                        at => (count, first, last) = (at.Number(), at.Number(), at.Number()),
                        from, to),
                ]).ConfigureAwait(false);
            if (count == 0)
            {
                return 0;
            }

            // The totals are locked by a write. Who removes events and waits for it then begins again and sees the replay; after a lock alone it
            // would go on with what it saw before.
            var changed = await database.Change(
            [
                Statement.Change($"UPDATE payment_totals SET again = again WHERE {AreAllThere("$1")}", begins),
                Statement.Change(
                    "INSERT INTO payment_replays (from_at, to_at, after, up_to, remaining) " +
                    $"SELECT $1, $2, $3, $4, $5 FROM payment_totals WHERE {AreAllThere("$1")}",
                    begins, to, first - 1, last, count),
                .. SqlLog.Replayed(by, new { Events = count, From = from, To = to }, AreAllThere("$6"), begins, database.Sql),
            ]).ConfigureAwait(false);
            if (changed > 0)
            {
                return count;
            }
        }

        throw new LedgerUnavailableException("Payment events are removed all the while.");
    }

    public async Task<bool> Continue()
    {
        OldestReplay? replay = null;
        var waiting = 0L;
        await database.Query(
            Statement.Query(
                "SELECT number, from_at, to_at, after FROM payment_replays ORDER BY number LIMIT 1",
                at => replay = new(at.Number(), at.Time(), at.Time(), at.Number())),
            Statement.Query(
                $"SELECT count(*) FROM (SELECT number FROM outbox LIMIT {LedgerBounds.ReplayRoom + 1}) AS waiting",
                at => waiting = at.Number())).ConfigureAwait(false);
        if (replay is null || waiting > LedgerBounds.ReplayRoom)
        {
            return false;
        }

        // In one snapshot, so that as many rows are counted as come into the outbox: payments are committed all the while.
        // Nothing happens when "after" is no longer what was read: another process has put this part in already.
        const string events = "FROM payment_events WHERE number > $2 AND number <= $3 AND at >= $4 AND at < $5";
        Argument[] part = [replay.Number, replay.After, replay.After + LedgerBounds.ReplayChunk, replay.From, replay.To];
        return await database.Change(
            durable: false,
            [
                .. database.Sql.InOneSnapshot,
                Statement.Query($"SELECT number FROM payment_replays WHERE number = $1{database.Sql.Lock}", _ => { }, replay.Number),
                Statement.Change(
                    $"INSERT INTO outbox (event_id, partition) SELECT id, partition {events} " +
                    "AND EXISTS (SELECT 1 FROM payment_replays r WHERE r.number = $1 AND r.after = $2) ORDER BY number",
                    part),
                Statement.Change(
                    $"UPDATE payment_replays SET after = $3, remaining = remaining - (SELECT count(*) {events}) WHERE number = $1 AND after = $2", part),
                Statement.Change("DELETE FROM payment_replays WHERE after >= up_to"),
            ]).ConfigureAwait(false) > 0;
    }

    // Whether no event from that time on was removed.
    private static string AreAllThere(string begins) => $"(removed_before IS NULL OR removed_before <= {begins})";

    private sealed record OldestReplay(long Number, DateTimeOffset From, DateTimeOffset To, long After);
}
