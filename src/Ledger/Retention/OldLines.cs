namespace ECommerce.Ledger;

// Lines of the operators' log. Each leaves the digest of its content, so that the chain still holds. Those stay on which a check of the audit
// rests: adjustments and gifts, and the newest of each kind of change of a product or campaign.
internal sealed class OldLines(SqlDatabase database)
{
    private static readonly string Removable =
        $"""
        at < $1 AND action NOT IN ('{Act.AdjustsWallet}', '{Act.AdjustsStock}', '{Act.GivesCoupon}')
            AND (NOT (subject LIKE 'products/%' OR subject LIKE 'campaigns/%') OR EXISTS (
                SELECT 1 FROM admin_log n WHERE n.subject = l.subject AND n.number > l.number AND n.action = l.action AND n.after IS NOT NULL))
        """;

    public async Task<Step> Remove(DateTimeOffset before, int rows)
    {
        var lines = new List<(long Number, byte[] Digest)>();
        await database.Scan(
            LedgerBounds.ScanTimeout,
            [
                Statement.Query(
                    $"SELECT number, {Tables.AdminLog.Select()} FROM admin_log l WHERE {Removable} ORDER BY number LIMIT $2",
                    at =>
                    {
                        var number = at.Number();
                        lines.Add((number, Chain.Digest(Chain.Content(number, Read.LogEntry(at)))));
                    },
                    before, (long)rows),
            ]).ConfigureAwait(false);
        if (lines.Count == 0)
        {
            return default;
        }

        await database.Change(
            durable: false,
            [
                .. lines.Select(line => Statement.Change(
                    "INSERT INTO admin_log_digests (number, digest) VALUES ($1, $2) ON CONFLICT (number) DO NOTHING", line.Number, line.Digest)),
                Statement.Change(
                    $"DELETE FROM admin_log WHERE {database.Sql.In("number", "$1")}", lines.Select(line => line.Number).ToArray()),
            ]).ConfigureAwait(false);
        return new(lines.Count, GoesOn: true);
    }
}
