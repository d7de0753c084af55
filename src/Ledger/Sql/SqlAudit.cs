namespace ECommerce.Ledger;

// The audit of a database: every check is a query for the keys of the rows that are wrong.
internal static class SqlAudit
{
    public static async Task<AuditView> Of(SqlDatabase database)
    {
        var checks = OffendersByCheck(database.Sql).Select(check => new SqlCheck(check.Name, check.Table, check.Offenders)).ToList();
        await database.Scan(LedgerBounds.ScanTimeout, [.. checks.SelectMany(check => check.Statements)]).ConfigureAwait(false);
        var answers = checks.ConvertAll(check => check.Answer());
        return new(answers.All(answer => answer.Ok), answers);
    }

    // By check: the table whose rows are counted, and the query for the keys of the rows that are wrong.
    private static IReadOnlyList<(string Name, string Table, string Offenders)> OffendersByCheck(Dialect sql) =>
    [
        (AuditChecks.WalletsEqualEntries, "wallets",
            """
            SELECT user_id FROM (
                SELECT user_id, balance AS units FROM wallets
                UNION ALL SELECT user_id, -amount FROM wallet_entries) AS money
            GROUP BY user_id HAVING sum(units) <> 0
            """),
        (AuditChecks.AdjustmentsLogged, "wallet_entries",
            """
            SELECT id FROM (
                SELECT id, amount, 1 AS entries FROM wallet_entries WHERE kind = 'adjustment'
                UNION ALL
                SELECT after ->> 'entryId', -CAST(after ->> 'amount' AS bigint), -1 FROM admin_log WHERE action = 'wallet.adjust') AS adjusted
            GROUP BY id HAVING sum(entries) <> 0 OR sum(amount) <> 0
            """),
        (AuditChecks.NoNegativeBalance, "wallets", "SELECT user_id FROM wallets WHERE balance < 0"),
        (AuditChecks.NoNegativeStock, "variants", "SELECT sku FROM variants WHERE stock < 0"),
        (AuditChecks.StockEqualsReceivedLessPaid, "variants",
            """
            SELECT sku FROM (
                SELECT sku, stock AS units FROM variants
                UNION ALL SELECT sku, -delta FROM stock_adjustments
                UNION ALL SELECT l.sku, l.quantity FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.state = 'paid') AS moved
            GROUP BY sku HAVING sum(units) <> 0
            """),
        (AuditChecks.CampaignsIssued, "campaigns",
            """
            SELECT id FROM (
                SELECT id, issued AS coupons FROM campaigns
                UNION ALL SELECT campaign_id, -count(*) FROM coupons GROUP BY campaign_id) AS given
            GROUP BY id HAVING sum(coupons) <> 0
            UNION SELECT id FROM campaigns WHERE issued > quantity
            """),
        (AuditChecks.OneCouponPerUser, "coupons", "SELECT min(id) FROM coupons GROUP BY campaign_id, user_id HAVING count(*) > 1"),
        (AuditChecks.PaidOrdersHaveOnePayment, "orders",
            """
            SELECT order_id FROM (
                SELECT id AS order_id, 1 AS payments, CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END AS refunds,
                    1 AS completed, CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END AS cancelled
                FROM orders WHERE paid_at IS NOT NULL
                UNION ALL
                SELECT order_id,
                    CASE WHEN kind = 'payment' THEN -1 ELSE 0 END, CASE WHEN kind = 'refund' THEN -1 ELSE 0 END, 0, 0
                FROM wallet_entries WHERE order_id IS NOT NULL
                UNION ALL
                SELECT order_id, 0, 0, CASE WHEN type = 'completed' THEN -1 ELSE 0 END, CASE WHEN type = 'cancelled' THEN -1 ELSE 0 END
                FROM payment_events) AS paid
            GROUP BY order_id HAVING sum(payments) <> 0 OR sum(refunds) <> 0 OR sum(completed) <> 0 OR sum(cancelled) <> 0
            """),
        (AuditChecks.CouponsUsedOnce, "coupons",
            """
            SELECT c.id FROM coupons c LEFT JOIN orders o ON o.id = c.order_id
            WHERE c.order_id IS NOT NULL AND (o.coupon_id IS NULL OR o.coupon_id <> c.id)
            """),
        (AuditChecks.SalesEqualOrders, "sales_hourly",
            $"""
            SELECT product_id FROM (
                SELECT hour, product_id, units FROM sales_hourly
                UNION ALL
                SELECT {sql.Hour("o.paid_at")}, l.product_id, -l.quantity
                FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.state = 'paid') AS sold
            GROUP BY hour, product_id HAVING sum(units) <> 0
            """),
    ];

    private sealed class SqlCheck(string name, string table, string offenders)
    {
        private readonly List<string> _found = [];
        private long _count;

        public IReadOnlyList<Statement> Statements =>
        [
            Statement.Query($"SELECT count(*) FROM {table}", at => _count = at.Number()),
            Statement.Query($"{offenders} LIMIT {AuditChecks.Offenders}", at => _found.Add(at.Text())),
        ];

        public AuditCheck Answer() => AuditChecks.Check(name, _count, _found);
    }
}
