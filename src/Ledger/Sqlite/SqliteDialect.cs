using System.Globalization;
using System.Text.Json;

namespace ECommerce.Ledger;

// Array arguments are JSON text. SQLite lets one transaction write at a time, so rows need no locks, and what one has written
// is visible before the next one writes.
internal sealed class SqliteDialect : Dialect
{
    public override string Lock => "";

    public override IReadOnlyList<Statement> InOneSnapshot { get; } = [];

    public override string CurrentChange => "(SELECT value FROM catalogue_changes)";

    public override string ChangesVisibleBelow => "value + 1 FROM catalogue_changes";

    public override string CampaignNumber => "rowid";

    public override string Now(string argument) => argument;

    public override string In(string column, string argument) => $"{column} IN (SELECT value FROM json_each({argument}))";

    public override string InOrSelected(string column, string argument, string query) =>
        $"{column} IN (SELECT value FROM json_each({argument}) UNION {query})";

    // As much as the commit of a batch writes, and other bytes each time: a full disk may have room for a page, and a page that stays the same
    // is not written.
    public override string ProbeWrite =>
        "INSERT INTO write_probes (id, filler) VALUES (1, randomblob(65536)) ON CONFLICT (id) DO UPDATE SET filler = excluded.filler";

    public override string Json(string text) => text;

    public override string JsonText(string column, string member) => $"CASE WHEN json_valid({column}) THEN CAST({column} ->> '{member}' AS text) END";

    public override string JsonNumber(string column, string member) => $"CASE WHEN json_valid({column}) THEN CAST({column} ->> '{member}' AS bigint) END";

    public override string Hour(string column) => $"{column} - {column} % 3600000";

    public override long NumbersInFlight => 0;

    public override string LastNumber(string table) => $"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0)";

    public override string TimeThatHasCome =>
        """
        SELECT max(at) FROM (
            SELECT (SELECT placed_at FROM orders ORDER BY number DESC LIMIT 1) AS at
            UNION ALL SELECT (SELECT at FROM wallet_entries ORDER BY number DESC LIMIT 1)
            UNION ALL SELECT (SELECT at FROM stock_adjustments ORDER BY rowid DESC LIMIT 1)
            UNION ALL SELECT (SELECT at FROM admin_log ORDER BY number DESC LIMIT 1))
        """;

    public override string Seconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    public override string ChangedProducts(string since) =>
        $"SELECT id FROM products WHERE changed >= {since} UNION SELECT product_id FROM variants WHERE changed >= {since}";

    // The number alone is the key.
    public override string OutboxRows(string partitions, string numbers) => In("number", numbers);

    // With one writer at a time, whatever was acknowledged is behind everything that can still appear.
    public override string CurrentTransaction => "0";

    public override string OldestRunningTransaction => "0";

    public override Statement FirstRows(long[] partitions, long after, long limit, Action<Columns> row) => Statement.Query(
        "SELECT o.number, o.event_id, o.traceparent FROM json_each($1) AS asked CROSS JOIN outbox o ON o.number IN " +
        "(SELECT number FROM outbox WHERE partition = asked.value AND number > $2 ORDER BY number LIMIT $3) ORDER BY o.number",
        row,
        partitions, after, limit);

    public override Statement NewestCoupons(string[] userIds, Action<Columns> row) => Statement.Query(
        $"SELECT {Tables.Coupons.Select("c.")} FROM json_each($1) AS asked CROSS JOIN coupons c ON c.number IN " +
        $"(SELECT number FROM coupons WHERE user_id = asked.value ORDER BY number DESC LIMIT {LedgerBounds.Coupons}) ORDER BY c.number DESC",
        row,
        userIds);

    public override Statement CouponsOf(IReadOnlyList<(string CampaignId, string UserId)> pairs, Action<Columns> row) => Statement.Query(
        $"SELECT {Tables.Coupons.Select("c.")} FROM json_each($1) AS claim CROSS JOIN coupons c " +
        "ON c.campaign_id = claim.value ->> 0 AND c.user_id = claim.value ->> 1",
        row,
        JsonSerializer.Serialize(pairs.Select(pair => new[] { pair.CampaignId, pair.UserId })));
}
