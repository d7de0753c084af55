namespace ECommerce.Ledger;

// What is read of all users at once, and of the operators' log.
internal sealed partial class SqlLedger
{
    public Task<IReadOnlyList<Numbered<Order>>> Orders(OrderFilter filter, long? before, int limit) => SqlDesk.Orders(database, filter, before, limit);

    public Task<UserFigures> User(string userId) => SqlDesk.User(database, userId);

    public Task<SalesFigures> Sales(DateTimeOffset from) => SqlDesk.Sales(database, from);

    public Task<IReadOnlyList<Numbered<CampaignFigures>>> Campaigns(long? before, int limit) => SqlDesk.Campaigns(database, before, limit);

    public Task<CampaignFigures?> CampaignFigures(string campaignId) => SqlDesk.Campaign(database, campaignId);

    public Task<IReadOnlyList<Numbered<Order>>> Orders(DateTimeOffset from, DateTimeOffset to, long after, int limit) => OrderRows.Where(
        database, LedgerBounds.ScanTimeout, "number > $1 AND placed_at >= $2 AND placed_at < $3 ORDER BY number LIMIT $4", after, from, to, (long)limit);

    // In steps by number: that is all that the index of PostgreSQL finds fast. It has a line for many rows, which costs a payment nothing.
    public async Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(DateTimeOffset from, DateTimeOffset to, long after, int limit)
    {
        var entries = new List<Numbered<WalletEntry>>();
        var last = 0L;
        await database.Query(Statement.Query(Sql.LastNumber("wallet_entries"), at => last = at.Number())).ConfigureAwait(false);
        for (var begin = after; begin < last && entries.Count < limit; begin += LedgerBounds.EntriesScanned)
        {
            await database.Scan(
                LedgerBounds.ScanTimeout,
                [
                    Statement.Query(
                        $"SELECT number, {Tables.WalletEntries.Select()} FROM wallet_entries " +
                        "WHERE number > $1 AND number <= $2 AND at >= $3 AND at < $4 ORDER BY number LIMIT $5",
                        at => entries.Add(new(at.Number(), Read.WalletEntry(at))),
                        begin, begin + LedgerBounds.EntriesScanned, from, to, (long)(limit - entries.Count)),
                ]).ConfigureAwait(false);
        }

        return entries;
    }

    public Task<IReadOnlyList<Numbered<LogEntry>>> Log(LogSearch search, long? before, int limit) => SqlLog.Of(database, search, before, limit);
}
