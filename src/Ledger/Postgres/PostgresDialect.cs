using System.Globalization;

namespace ECommerce.Ledger;

internal sealed class PostgresDialect : Dialect
{
    private const string SnapshotEnd = "pg_snapshot_xmax(pg_current_snapshot())";

    // Not FOR UPDATE: that would also stop transactions that only insert a row which refers to a locked one.
    public override string Lock => " FOR NO KEY UPDATE";

    public override IReadOnlyList<Statement> InOneSnapshot { get; } = [Statement.Change("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")];

    public override string CurrentChange => "pg_current_xact_id()";

    // Transactions commit out of order. What transactions below the oldest running one changed is visible; the others may commit later.
    public override string ChangesVisibleBelow => "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    public override string CampaignNumber => "number";

    public override string Now(string argument) => "clock_timestamp()";

    public override string In(string column, string argument) => $"{column} = ANY({argument})";

    public override string InOrSelected(string column, string argument, string query) => $"{column} = ANY({argument} || ARRAY({query}))";

    public override string ProbeWrite =>
        "INSERT INTO write_probes (id, at) VALUES (1, clock_timestamp()) ON CONFLICT (id) DO UPDATE SET at = excluded.at";

    public override string Json(string text) => $"CAST({text} AS json)";

    public override string JsonText(string column, string member) => $"{column} ->> '{member}'";

    public override string JsonNumber(string column, string member) =>
        $"CASE WHEN {column} ->> '{member}' ~ '^-?[0-9]{{1,18}}$' THEN CAST({column} ->> '{member}' AS bigint) END";

    public override string Hour(string column) => $"date_trunc('hour', {column}, 'UTC')";

    public override long NumbersInFlight => AuditMark.InFlight;

    public override string LastNumber(string table) =>
        $"SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('{table}', 'number')::regclass), 0)";

    public override string TimeThatHasCome => "SELECT clock_timestamp()";

    public override string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"interval '{time.TotalSeconds} seconds'");

    // Numbers at or above the end of the snapshot are none of this server's: a dump of another one brought them. Without the upper
    // bound every look would find all restored products, until the server has given as many numbers as the other one had.
    public override string ChangedProducts(string since) =>
        $"SELECT id FROM products WHERE changed >= {since}::text::xid8 AND ({since} = 0 OR changed < {SnapshotEnd}) " +
        $"UNION SELECT unnest(product_ids) FROM product_changes WHERE {since} > 0 AND changed >= {since}::text::xid8 AND changed < {SnapshotEnd}";

    public override string OutboxRows(string partitions, string numbers) =>
        $"(partition, number) IN (SELECT * FROM unnest({partitions}, {numbers}))";

    public override string CurrentTransaction => "pg_current_xact_id()::text::bigint";

    public override string OldestRunningTransaction => ChangesVisibleBelow;

    public override Statement FirstRows(long[] partitions, long after, long limit, Action<Columns> row) => Statement.Query(
        "SELECT o.number, o.event_id, o.traceparent FROM unnest($1) AS asked (partition) CROSS JOIN LATERAL " +
        "(SELECT number, event_id, traceparent FROM outbox WHERE partition = asked.partition AND number > $2 ORDER BY number LIMIT $3) o " +
        "ORDER BY o.number",
        row,
        partitions, after, limit);

    public override Statement NewestCoupons(string[] userIds, Action<Columns> row) => Statement.Query(
        $"SELECT {Tables.Coupons.Select("c.")} FROM unnest($1) AS asked (user_id) CROSS JOIN LATERAL " +
        $"(SELECT * FROM coupons WHERE user_id = asked.user_id ORDER BY number DESC LIMIT {LedgerBounds.Coupons}) c ORDER BY c.number DESC",
        row,
        userIds);

    // LATERAL with a LIMIT makes the planner ask the unique index once for each claim. For a plain join it may choose to read the
    // whole table.
    public override Statement CouponsOf(IReadOnlyList<(string CampaignId, string UserId)> pairs, Action<Columns> row) => Statement.Query(
        $"SELECT {Tables.Coupons.Select("c.")} FROM unnest($1, $2) AS claim (campaign_id, user_id) " +
        "CROSS JOIN LATERAL (SELECT * FROM coupons WHERE campaign_id = claim.campaign_id AND user_id = claim.user_id LIMIT 1) c",
        row,
        pairs.Select(pair => pair.CampaignId).ToArray(), pairs.Select(pair => pair.UserId).ToArray());
}
