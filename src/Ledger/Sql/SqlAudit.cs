namespace ECommerce.Ledger;

// A check, and what it reads.
internal interface IAuditCheck
{
    IReadOnlyList<Statement> Statements { get; }

    // To be asked after the statements were run.
    AuditCheck Answer();
}

// The audit of a database: nearly every check is a query for the keys of the rows that are wrong.
internal static class SqlAudit
{
    public static async Task<AuditView> Of(SqlDatabase database)
    {
        List<IAuditCheck> checks =
        [
            .. OffendersByCheck(database.Sql).Select(check => new SqlCheck(check.Name, check.Table, check.Offenders)),
            new RefundCheck(),
        ];
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
            $"""
            SELECT id FROM (
                SELECT id, amount, 1 AS entries FROM wallet_entries WHERE kind = 'adjustment'
                UNION ALL
                SELECT after ->> 'entryId', -CAST(after ->> 'amount' AS bigint), -1 FROM admin_log WHERE action = '{Act.AdjustsWallet}') AS adjusted
            GROUP BY id HAVING sum(entries) <> 0 OR sum(amount) <> 0
            """),
        (AuditChecks.NoNegativeBalance, "wallets", "SELECT user_id FROM wallets WHERE balance < 0"),
        (AuditChecks.NoNegativeStock, "variants", "SELECT sku FROM variants WHERE stock < 0"),
        (AuditChecks.StockEqualsReceivedLessPaid, "variants",
            """
            SELECT sku FROM (
                SELECT sku, stock AS units FROM variants
                UNION ALL SELECT sku, -delta FROM stock_adjustments
                UNION ALL SELECT l.sku, l.quantity - l.cancelled FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.state = 'paid') AS moved
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
                SELECT id AS order_id, 1 AS payments, 1 AS completed FROM orders WHERE paid_at IS NOT NULL
                UNION ALL SELECT order_id, -1, 0 FROM wallet_entries WHERE kind = 'payment'
                UNION ALL SELECT order_id, 0, -1 FROM payment_events WHERE type = 'completed') AS paid
            GROUP BY order_id HAVING sum(payments) <> 0 OR sum(completed) <> 0
            """),

        // A cancelled order without a refund was cancelled by a program that knew only refunds of whole orders.
        (AuditChecks.RefundsEqualEntries, "refunds",
            """
            SELECT order_id FROM (
                SELECT r.order_id, 1 AS refunds, r.amount AS won FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.paid_at IS NOT NULL
                UNION ALL
                SELECT id, 1, paid FROM orders o
                WHERE state = 'cancelled' AND paid_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id)
                UNION ALL SELECT order_id, -1, -amount FROM wallet_entries WHERE kind = 'refund') AS given
            GROUP BY order_id HAVING sum(refunds) <> 0 OR sum(won) <> 0
            """),
        (AuditChecks.RefundsHaveOneEvent, "refunds",
            """
            SELECT order_id FROM (
                SELECT o.id AS order_id, CASE WHEN o.state = 'cancelled' AND count(r.id) < 2 THEN 1 ELSE 0 END AS cancelled,
                    CASE WHEN o.state = 'cancelled' AND count(r.id) < 2 THEN 0 ELSE count(r.id) END AS refunded
                FROM orders o LEFT JOIN refunds r ON r.order_id = o.id WHERE o.paid_at IS NOT NULL GROUP BY o.id, o.state
                UNION ALL SELECT order_id, -1, 0 FROM payment_events WHERE type = 'cancelled'
                UNION ALL SELECT order_id, 0, -1 FROM payment_events WHERE type = 'refunded') AS told
            GROUP BY order_id HAVING sum(cancelled) <> 0 OR sum(refunded) <> 0
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
                SELECT {sql.Hour("o.paid_at")}, l.product_id, l.cancelled - l.quantity
                FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.state = 'paid') AS sold
            GROUP BY hour, product_id HAVING sum(units) <> 0
            """),
    ];

    private sealed class SqlCheck(string name, string table, string offenders) : IAuditCheck
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
