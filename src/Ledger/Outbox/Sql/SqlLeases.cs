namespace ECommerce.Ledger;

// Which process publishes which partition, and until when. PostgreSQL goes by its own clock, which all processes share. SQLite
// goes by the clock of the process.
internal sealed class SqlLeases(SqlDatabase database, TimeProvider clock)
{
    private static readonly IReadOnlyList<int> AllPartitions = [.. Enumerable.Range(0, LedgerBounds.Partitions)];

    private Dialect Sql => database.Sql;

    // Takes, renews and gives back. Also returns how many events of all partitions are published so far.
    public async Task<(StreamLeases Leases, long Published)> Lease(string owner, IReadOnlyCollection<int> wanted)
    {
        var (owners, live, replays, published) = (new List<string?>(), new List<string>(), 0L, 0L);
        Argument[] asked = [owner, clock.GetUtcNow(), Numbers(wanted)];
        var now = Sql.Now("$2");
        var until = $"{now} + {Sql.Seconds(LedgerBounds.Lease)}";
        await database.Change(
            PartitionsLocked(AllPartitions),
            Statement.Change(
                $"INSERT INTO payment_forwarders (owner, live_until) VALUES ($1, {until}) ON CONFLICT (owner) DO UPDATE SET live_until = {until}",
                asked),
            Statement.Change($"DELETE FROM payment_forwarders WHERE {HasEnded("live_until", now)}", asked),
            Statement.Change(
                $"UPDATE payment_partitions SET owner = $1, owned_until = {until} " +
                $"WHERE {Sql.In("partition", "$3")} AND (owner IS NULL OR owner = $1 OR {HasEnded("owned_until", now)})",
                asked),
            Statement.Change(
                $"UPDATE payment_partitions SET owner = NULL, owned_until = NULL WHERE owner = $1 AND NOT {Sql.In("partition", "$3")}", asked),
            Statement.Query(
                $"SELECT published, {OwnerAt(now)} FROM payment_partitions ORDER BY partition",
                at =>
                {
                    published += at.Number();
                    owners.Add(at.TextOrNull());
                },
                asked),
            Statement.Query("SELECT owner FROM payment_forwarders ORDER BY owner", at => live.Add(at.Text())),
            Statement.Query("SELECT count(*) FROM payment_replays", at => replays = at.Number())).ConfigureAwait(false);
        return (new(owners, live, replays > 0), published);
    }

    public Task Release(string owner) => database.Change(
        PartitionsLocked(AllPartitions),
        Statement.Change("DELETE FROM payment_forwarders WHERE owner = $1", owner),
        Statement.Change("UPDATE payment_partitions SET owner = NULL, owned_until = NULL WHERE owner = $1", owner));

    // The owner of a partition whose lease has not ended, else NULL.
    public string OwnerAt(string now) => $"CASE WHEN NOT {HasEnded("owned_until", now)} THEN owner END";

    // Whoever changes several partitions locks them first, in this order. Without it two of them would wait for each other.
    public Statement PartitionsLocked(IEnumerable<int> partitions) => Statement.Query(
        $"SELECT partition FROM payment_partitions WHERE {Sql.In("partition", "$1")} ORDER BY partition{Sql.Lock}", _ => { }, Numbers(partitions));

    public static long[] Numbers(IEnumerable<int> partitions) => [.. partitions.Select(partition => (long)partition)];

    // An end later than any lease can have now was written before the clock was set back. Its owner has renewed it since
    // then, or is gone; if it counted, the partition would stand still until the clock has caught up.
    private string HasEnded(string end, string now) => $"({end} <= {now} OR {end} > {now} + {Sql.Seconds(2 * LedgerBounds.Lease)})";
}
