using System.Globalization;
using System.Text.Json;

namespace ECommerce.Ledger;

// Arrays are JSON text. There is one writer at a time, so nothing needs a lock of its own.
internal sealed class SqliteDialect : Dialect
{
    public override string Lock => "";

    public override string ThisChange => "(SELECT value FROM catalogue_changes)";

    public override string ChangesSeen => "value + 1 FROM catalogue_changes";

    public override string Now(string argument) => argument;

    public override string In(string column, string argument) => $"{column} IN (SELECT value FROM json_each({argument}))";

    public override string InOrSelected(string column, string argument, string query) =>
        $"{column} IN (SELECT value FROM json_each({argument}) UNION {query})";

    public override string Hour(string column) => $"{column} - {column} % 3600000";

    public override string Seconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    public override string Change(string argument) => argument;

    // A number is of one row whatever its partition.
    public override string OutboxRows(string partitions, string numbers) => In("number", numbers);

    // One writes at a time.
    public override string ThisWriter => "0";

    public override string WritersEnded => "0";

    public override Statement Heads(long[] partitions, long after, long limit, Action<Columns> row) => Statement.Query(
        $"SELECT o.number, {Tables.PaymentEvents.Select("e.")} FROM json_each($1) AS asked CROSS JOIN outbox o ON o.number IN " +
        "(SELECT number FROM outbox WHERE partition = asked.value AND number > $2 ORDER BY number LIMIT $3) " +
        "CROSS JOIN payment_events e ON e.id = o.event_id ORDER BY o.number",
        row,
        partitions, after, limit);

    public override Statement CouponsOf(IReadOnlyList<(string CampaignId, string UserId)> pairs, Action<Columns> row) => Statement.Query(
        $"SELECT {Tables.Coupons.Select("c.")} FROM json_each($1) AS claim CROSS JOIN coupons c " +
        "ON c.campaign_id = claim.value ->> 0 AND c.user_id = claim.value ->> 1",
        row,
        JsonSerializer.Serialize(pairs.Select(pair => new[] { pair.CampaignId, pair.UserId })));
}
