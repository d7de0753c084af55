namespace ECommerce.Ledger;

// Payments and refunds in the statements of wallets: a closing entry stands for those that are past their age. Wallets are gone through in
// order; entries and orders say the same of a payment, so that the audit can compare what a closing stands for with the orders.
internal sealed class OldEntries(SqlDatabase database)
{
    // Wallets that one step looks through, wallets that it closes at most, and payments and refunds of a wallet that are closed at once. Each is
    // closed by a transaction of its own.
    private const int Wallets = 200;
    private const int ClosedWallets = 50;
    private const int Entries = 500;

    private static readonly string Rows = $"SELECT number, {Tables.WalletEntries.Select()}, hash FROM wallet_entries WHERE user_id = $1";
    private const string Closed = "coalesce((SELECT max(number) FROM wallet_entries WHERE user_id = $1 AND kind = 'closing'), 0)";

    // However many charges lie between them.
    private static readonly string LastToClose =
        $"(SELECT max(number) FROM (SELECT number FROM wallet_entries WHERE user_id = $1 AND kind IN ('payment', 'refund') AND number > {Closed} " +
        $"ORDER BY number LIMIT {Entries}) AS closable)";

    private const string Removable = "user_id = $1 AND kind IN ('payment', 'refund', 'closing')";

    // Steps from the first wallet to the last.
    public Func<DateTimeOffset, Task<Step>> FromTheFirst()
    {
        var (after, users) = ("", new Queue<string>());
        return async before =>
        {
            if (users.Count == 0)
            {
                var last = await Next(after, before, users).ConfigureAwait(false);
                if (last is null)
                {
                    return default;
                }

                after = last;
            }

            var removed = 0L;
            for (var i = 0; i < ClosedWallets && removed < Entries && users.TryPeek(out var userId); i++)
            {
                var closed = await Close(userId, before).ConfigureAwait(false);
                removed += closed;
                if (closed < Entries)
                {
                    users.Dequeue();
                }
            }

            return new(removed, GoesOn: true);
        };
    }

    // The last wallet that was looked at; null: there is none any more.
    private async Task<string?> Next(string after, DateTimeOffset before, Queue<string> users)
    {
        string? last = null;
        await database.Scan(Statement.Query(
            $"""
            SELECT user_id, EXISTS (SELECT 1 FROM wallet_entries e WHERE e.user_id = w.user_id AND e.kind IN ('payment', 'refund') AND e.at < $2)
            FROM (SELECT user_id FROM wallets WHERE user_id > $1 ORDER BY user_id LIMIT {Wallets}) AS w ORDER BY user_id
            """,
            at =>
            {
                last = at.Text();
                if (at.Flag())
                {
                    users.Enqueue(last);
                }
            },
            after, before)).ConfigureAwait(false);
        return last;
    }

    private async Task<long> Close(string userId, DateTimeOffset before)
    {
        var entries = new List<StoredEntry>();
        await database.Scan(
            Statement.Query($"{Rows} AND number <= {Closed} ORDER BY number", Add, userId),
            Statement.Query($"{Rows} AND number > {Closed} AND number <= {LastToClose} ORDER BY number", Add, userId)).ConfigureAwait(false);
        if (WalletClosing.Of(entries, before) is not { } closing)
        {
            return 0;
        }

        // Entries are never changed but by this, so it is enough that as many are there as were read.
        var (number, removed) = (closing.Replaced.Number, closing.Removed.Count);
        var changed = await database.Change(
            durable: false,
            [
                Statement.Query($"SELECT id FROM retention{database.Sql.Lock}", _ => { }),
                Statement.Change(
                    $"DELETE FROM wallet_entries WHERE {Removable} AND number < $2 " +
                    $"AND (SELECT count(*) FROM wallet_entries WHERE {Removable} AND number <= $2) = $3",
                    userId, number, (long)removed),
                Statement.Change(
                    "UPDATE wallet_entries SET id = $3, kind = 'closing', amount = $4, order_id = NULL, at = $5, hash = CASE WHEN length($6) > 0 THEN $6 END " +
                    $"WHERE user_id = $1 AND number = $2 AND id = $7 AND NOT EXISTS (SELECT 1 FROM wallet_entries WHERE {Removable} AND number < $2)",
                    userId, number, closing.Id, closing.Amount, closing.At, closing.Hash ?? [], closing.Replaced.Entry.Id),
            ]).ConfigureAwait(false);
        return changed == 0 ? 0 : removed;

        void Add(Columns at) => entries.Add(new(at.Number(), Read.WalletEntry(at), at.BytesOrNull()));
    }
}
