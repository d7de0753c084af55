namespace ECommerce.Ledger;

// The operators' log: how it is read, and lines about the payment stream, whose changes are statements and no events.
internal static class SqlLog
{
    private const string Subject = "payment-stream";
    private const string Columns = "INSERT INTO admin_log (actor, action, subject, after, at)";

    public static async Task<IReadOnlyList<Numbered<LogEntry>>> Of(SqlDatabase database, LogSearch search, long? before, int limit)
    {
        var lines = new LogPage();
        var conditions = new List<string> { "number < $1" };
        var args = new List<Argument> { before ?? long.MaxValue, (long)limit };
        Add("actor", search.Actor);
        Add("action", search.Action);
        Add("subject", search.Subject);
        await database.Scan(Statement.Query(
            $"SELECT number, {Tables.AdminLog.Select()} FROM admin_log WHERE {string.Join(" AND ", conditions)} ORDER BY number DESC LIMIT $2",
            at =>
            {
                if (!lines.IsFull)
                {
                    lines.Add(new(at.Number(), Read.LogEntry(at)));
                }
            },
            [.. args])).ConfigureAwait(false);
        return lines.Lines;

        void Add(string column, string? value)
        {
            if (value is not null)
            {
                args.Add(value);
                conditions.Add($"{column} = ${args.Count}");
            }
        }
    }

    // Only where the totals are such; "begins" is the sixth argument.
    public static IEnumerable<Statement> Replayed(Act? by, object after, string totals, DateTimeOffset begins, Dialect sql) => by is null
        ? []
        :
        [
            Statement.Change(
                $"{Columns} SELECT $1, $2, $3, {sql.Json("$4")}, $5 FROM payment_totals WHERE {totals}",
                by.Actor, by.Action, Subject, LogForm.Write(after)!, by.At, begins),
        ];

    // Where parked rows are going back: how many is known only to the transaction.
    public static IEnumerable<Statement> Retried(Act? by, Dialect sql) => by is null
        ? []
        :
        [
            Statement.Change(
                $"{Columns} SELECT $1, $2, $3, {sql.Json("'{\"events\":' || count(*) || '}'")}, $4 " +
                "FROM parked_payments WHERE going_back HAVING count(*) > 0",
                by.Actor, by.Action, Subject, by.At),
        ];
}
