namespace ECommerce.Ledger;

// What the audit says of rows that may have been removed for their age. Pieces of SQL; "o" is an order, "r" a refund, "z" the closing entry of the
// wallet that the order is paid from.
internal static class RemovedRows
{
    public const string Closings = "LEFT JOIN wallet_entries z ON z.user_id = o.user_id AND z.kind = 'closing'";

    public const string RefundEntry = "'ref_' || r.order_id || CASE WHEN r.number = 1 THEN '' ELSE '.' || CAST(r.number AS text) END";

    // By a program that knew only refunds of whole orders, and left none.
    public const string IsCancelledByOlder =
        "o.state = 'cancelled' AND o.paid_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM refunds s WHERE s.order_id = o.id)";

    public const string IsCancelledAtOnce = "(o.state = 'cancelled' AND (SELECT count(*) FROM refunds s WHERE s.order_id = o.id) < 2)";

    // What closing entries say that payments and refunds have moved, less what the orders say of those that are not there.
    public static string Closing =>
        $"""
        SELECT user_id FROM (
            SELECT user_id, -amount AS won FROM wallet_entries WHERE kind = 'closing'
            UNION ALL
            SELECT o.user_id, -o.paid FROM wallet_entries z JOIN orders o ON o.user_id = z.user_id
            WHERE z.kind = 'closing' AND o.paid_at <= z.at AND {IsMissing("'pay_' || o.id")}
            UNION ALL
            SELECT o.user_id, r.amount FROM wallet_entries z JOIN orders o ON o.user_id = z.user_id JOIN refunds r ON r.order_id = o.id
            WHERE z.kind = 'closing' AND o.paid_at IS NOT NULL AND r.at <= z.at AND {IsMissing(RefundEntry)}
            UNION ALL
            SELECT o.user_id, o.paid FROM wallet_entries z JOIN orders o ON o.user_id = z.user_id
            WHERE z.kind = 'closing' AND {IsCancelledByOlder} AND o.cancelled_at <= z.at AND {IsMissing("'ref_' || o.id")}) AS closed
        GROUP BY user_id HAVING sum(won) <> 0
        """;

    // Whether other events are missing than as many as were removed.
    public static string Events =>
        $"""
        (SELECT sum(removed) FROM payment_totals) + (SELECT count(*) FROM payment_events) <> (SELECT count(*) FROM orders WHERE paid_at IS NOT NULL)
            + (SELECT count(*) FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.paid_at IS NOT NULL)
            + (SELECT count(*) FROM orders o WHERE {IsCancelledByOlder})
        """;

    // Whether an entry of that time and id must be there: it is younger than the closing, or it is there.
    public static string HasEntry(string at, string id) => $"(z.at IS NULL OR {at} > z.at OR NOT {IsMissing(id)})";

    // The same of a payment event.
    public static string HasEvent(string at, string id) =>
        $"(coalesce({at} >= (SELECT max(removed_before) FROM payment_totals), TRUE) OR EXISTS (SELECT 1 FROM payment_events v WHERE v.id = {id}))";

    private static string IsMissing(string id) => $"NOT EXISTS (SELECT 1 FROM wallet_entries e WHERE e.id = {id})";
}
