namespace ECommerce.Ledger;

public abstract partial class SqlLedger
{
    /// <inheritdoc/>
    public async Task<StreamLeases> Lease(string owner, IReadOnlyCollection<int> wanted)
    {
        var (owners, live, replays, published) = (new List<string?>(), new List<string>(), 0L, 0L);
        Argument[] asked = [owner, _clock.GetUtcNow(), Numbers(wanted)];
        var now = Sql.Now("$2");
        var until = $"{now} + {Sql.Seconds(LedgerBounds.Lease)}";
        await Change(
            PartitionsLocked(Enumerable.Range(0, LedgerBounds.Partitions)),
            Statement.Change(
                $"INSERT INTO payment_forwarders (owner, live_until) VALUES ($1, {until}) ON CONFLICT (owner) DO UPDATE SET live_until = {until}",
                asked),
            Statement.Change($"DELETE FROM payment_forwarders WHERE {LeaseEnded("live_until", now)}", asked),
            Statement.Change(
                $"UPDATE payment_partitions SET owner = $1, owned_until = {until} " +
                $"WHERE {Sql.In("partition", "$3")} AND (owner IS NULL OR owner = $1 OR {LeaseEnded("owned_until", now)})",
                asked),
            Statement.Change(
                $"UPDATE payment_partitions SET owner = NULL, owned_until = NULL WHERE owner = $1 AND NOT {Sql.In("partition", "$3")}", asked),
            Statement.Query(
                $"SELECT published, CASE WHEN NOT {LeaseEnded("owned_until", now)} THEN owner END FROM payment_partitions ORDER BY partition",
                at =>
                {
                    published += at.Number();
                    owners.Add(at.TextOrNull());
                },
                asked),
            Statement.Query("SELECT owner FROM payment_forwarders ORDER BY owner", at => live.Add(at.Text())),
            Statement.Query("SELECT count(*) FROM payment_replays", at => replays = at.Number())).ConfigureAwait(false);
        _rate.Note(published);
        return new(owners, live, replays > 0);
    }

    /// <inheritdoc/>
    public Task Release(string owner) => Change(
        PartitionsLocked(Enumerable.Range(0, LedgerBounds.Partitions)),
        Statement.Change("DELETE FROM payment_forwarders WHERE owner = $1", owner),
        Statement.Change("UPDATE payment_partitions SET owner = NULL, owned_until = NULL WHERE owner = $1", owner));

    // An end that no lease could have was written before the clock was set back: whoever wrote it has renewed it since, or is gone.
    private string LeaseEnded(string end, string now) => $"({end} <= {now} OR {end} > {now} + {Sql.Seconds(2 * LedgerBounds.Lease)})";
}
