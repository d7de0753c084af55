namespace ECommerce.Ledger;

// Orders that were never paid, with their lines and with the cancellations that moved nothing. No money, stock or event rests on them.
internal sealed class OldOrders(SqlDatabase database)
{
    private const string NeverPaid = "paid_at IS NULL AND placed_at < $2 AND expires_at < $2";

    public async Task<Step> Remove(DateTimeOffset before, int rows)
    {
        var ids = new List<string>();
        await database.Scan(
            Statement.Query("SELECT id FROM orders WHERE state = 'open' AND placed_at < $1 AND expires_at < $1 ORDER BY placed_at LIMIT $2", Add, before, (long)rows),
            Statement.Query(
                "SELECT id FROM orders WHERE state = 'cancelled' AND paid_at IS NULL AND placed_at < $1 AND expires_at < $1 ORDER BY placed_at LIMIT $2",
                Add, before, (long)rows)).ConfigureAwait(false);
        if (ids.Count == 0)
        {
            return default;
        }

        // Locked first, in the order in which commits lock them: what has been paid since is not among them any more.
        var sql = database.Sql;
        var asked = sql.In("id", "$1");
        var removed = 0L;
        var gone = $"SELECT id FROM orders WHERE {asked} AND {NeverPaid}";
        Argument[] args = [ids.ToArray(), before];
        await database.Change(
            durable: false,
            [
                Statement.Query($"{gone} ORDER BY id{sql.Lock}", _ => { }, args),
                Statement.Query($"SELECT count(*) FROM ({gone}) AS gone", at => removed = at.Number(), args),
                Statement.Change($"DELETE FROM order_lines WHERE order_id IN ({gone})", args),
                Statement.Change($"DELETE FROM refunds WHERE order_id IN ({gone})", args),
                Statement.Change($"DELETE FROM orders WHERE {asked} AND {NeverPaid}", args),
            ]).ConfigureAwait(false);
        return new(removed, removed > 0);

        void Add(Columns at) => ids.Add(at.Text());
    }
}
