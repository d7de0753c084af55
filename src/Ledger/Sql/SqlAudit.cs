namespace ECommerce.Ledger;

// A check, and what it reads.
internal interface IAuditCheck
{
    IReadOnlyList<Statement> Statements { get; }

    // To be asked after the statements were run.
    AuditCheck Answer();
}

// The audit of a database, in one snapshot. Most checks are queries for the keys of the rows that are wrong; the others go through rows in
// order, and keep no more than one order or wallet of them.
internal static class SqlAudit
{
    // Before the sku in the subject of a line of the log.
    private const string Stock = "stock/";

    public static async Task<AuditView> Of(SqlDatabase database, AuditMark? since)
    {
        IReadOnlyList<IAuditCheck> checks =
        [
            .. since is null ? Sums(database.Sql) : [],
            new EntryCheck(since), new OrderCheck(since), new RefundCheck(since), new LogCheck(since),
        ];
        var (entry, order, paymentEvent, line) = (0L, 0L, 0L, 0L);
        await database.ScanAlone(
            LedgerBounds.ScanTimeout,
            [
                Statement.Query(database.Sql.LastNumber("wallet_entries"), at => entry = at.Number()),
                Statement.Query(database.Sql.LastNumber("orders"), at => order = at.Number()),
                Statement.Query(database.Sql.LastNumber("payment_events"), at => paymentEvent = at.Number()),
                Statement.Query(database.Sql.LastNumber("admin_log"), at => line = at.Number()),
                .. checks.SelectMany(check => check.Statements),
            ]).ConfigureAwait(false);
        var newest = new AuditMark(entry, order, paymentEvent, line);
        var answers = checks.Select(check => check.Answer()).ToList();
        if (since is not null)
        {
            answers.Add(MarkCheck(since, newest));
        }

        var inFlight = database.Sql.NumbersInFlight;
        var mark = new AuditMark(Behind(entry), Behind(order), Behind(paymentEvent), Behind(line));
        return new(answers.TrueForAll(answer => answer.Ok), answers, mark.ToString());

        long Behind(long number) => Math.Max(0, number - inFlight);
    }

    // Rows that an earlier audit saw were never there where its mark lies ahead of the last numbers: a backup was restored, or it is another shop's
    // mark. By what was numbered and not by what is there: the newest rows may have been removed for their age.
    private static AuditCheck MarkCheck(AuditMark since, AuditMark newest)
    {
        var ahead = new Offenders();
        foreach (var (name, mark, number) in ((string, long, long)[])
            [
                ("wallet_entries", since.Entry, newest.Entry), ("orders", since.Order, newest.Order),
                ("payment_events", since.Event, newest.Event), ("admin_log", since.Line, newest.Line),
            ])
        {
            if (mark > number)
            {
                ahead.Add(name);
            }
        }

        return ahead.Answer(AuditChecks.MarkIsReached, 4);
    }

    // They add up rows from the first day on, so that nothing of them can be said of new rows alone.
    private static IReadOnlyList<IAuditCheck> Sums(Dialect sql) =>
        [.. OffendersByCheck(sql).Select(check => new SqlCheck(check.Name, check.Table, check.Offenders)), new CouponCheck(), new ProductCheck(), new CampaignCheck()];

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
                SELECT {sql.JsonText("after", "entryId")}, -coalesce({sql.JsonNumber("after", "amount")}, 0), -1 FROM admin_log
                WHERE action = '{Act.AdjustsWallet}') AS adjusted
            GROUP BY id HAVING sum(entries) <> 0 OR sum(amount) <> 0
            UNION
            SELECT substr(l.subject, {Stock.Length + 1}) FROM admin_log l
                LEFT JOIN stock_adjustments a ON a.sku = substr(l.subject, {Stock.Length + 1}) AND a.at = l.at
                    AND a.stock = {sql.JsonNumber("l.after", "stock")} AND a.delta = a.stock - {sql.JsonNumber("l.before", "stock")}
            WHERE l.action = '{Act.AdjustsStock}' AND a.id IS NULL
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
        (AuditChecks.VariantsKeepTheirProducts, "variants",
            """
            SELECT v.sku FROM variants v
                LEFT JOIN products p ON p.id = v.product_id
                LEFT JOIN stock_adjustments a ON a.id = CASE WHEN v.owners = 1 THEN 'initial_' ELSE 'initial' || v.owners || '_' END || v.sku
                LEFT JOIN (SELECT sku, count(*) AS number FROM stock_adjustments WHERE id LIKE 'initial%' GROUP BY sku) AS owners ON owners.sku = v.sku
            WHERE p.id IS NULL OR a.sku IS NULL OR a.sku <> v.sku OR a.product_id IS NULL OR a.product_id <> v.product_id OR owners.number <> v.owners
                OR (v.is_sold AND (v.withheld IS NOT NULL OR p.status <> 'active')) OR v.withheld <> p.status
            UNION SELECT sku FROM stock_adjustments WHERE (id = 'initial_' || sku AND delta <> stock) OR (id NOT LIKE 'initial%' AND product_id IS NOT NULL)
            """),
        (AuditChecks.CampaignsIssued, "campaigns",
            """
            SELECT id FROM (
                SELECT id, issued AS coupons FROM campaigns
                UNION ALL SELECT campaign_id, -count(*) FROM coupons GROUP BY campaign_id) AS given
            GROUP BY id HAVING sum(coupons) <> 0
            UNION SELECT id FROM campaigns WHERE issued > quantity
            """),
        (AuditChecks.GiftsLogged, "campaigns",
            $"""
            SELECT id FROM (
                SELECT id, given AS gifts FROM campaigns
                UNION ALL SELECT {sql.JsonText("after", "campaignId")}, -1 FROM admin_log WHERE action = '{Act.GivesCoupon}') AS given
            GROUP BY id HAVING sum(gifts) <> 0
            """),
        (AuditChecks.OneCouponPerUser, "coupons", "SELECT min(id) FROM coupons GROUP BY campaign_id, user_id HAVING count(*) > 1"),
        (AuditChecks.PaidOrdersHaveOnePayment, "orders",
            $"""
            SELECT order_id FROM (
                SELECT o.id AS order_id, CASE WHEN {RemovedRows.HasEntry("o.paid_at", "'pay_' || o.id")} THEN 1 ELSE 0 END AS payments,
                    CASE WHEN {RemovedRows.HasEvent("o.paid_at", "o.id || '.completed'")} THEN 1 ELSE 0 END AS completed
                FROM orders o {RemovedRows.Closings} WHERE o.paid_at IS NOT NULL
                UNION ALL SELECT order_id, -1, 0 FROM wallet_entries WHERE kind = 'payment'
                UNION ALL SELECT order_id, 0, -1 FROM payment_events WHERE type = 'completed') AS paid
            GROUP BY order_id HAVING sum(payments) <> 0 OR sum(completed) <> 0
            """),

        // A cancelled order without a refund was cancelled by a program that knew only refunds of whole orders.
        (AuditChecks.RefundsEqualEntries, "refunds",
            $"""
            SELECT order_id FROM (
                SELECT r.order_id, 1 AS refunds, r.amount AS won FROM refunds r JOIN orders o ON o.id = r.order_id {RemovedRows.Closings}
                WHERE o.paid_at IS NOT NULL AND {RemovedRows.HasEntry("r.at", RemovedRows.RefundEntry)}
                UNION ALL
                SELECT o.id, 1, o.paid FROM orders o {RemovedRows.Closings}
                WHERE {RemovedRows.IsCancelledByOlder} AND {RemovedRows.HasEntry("o.cancelled_at", "'ref_' || o.id")}
                UNION ALL SELECT order_id, -1, -amount FROM wallet_entries WHERE kind = 'refund') AS given
            GROUP BY order_id HAVING sum(refunds) <> 0 OR sum(won) <> 0
            """),
        (AuditChecks.RefundsHaveOneEvent, "refunds",
            $"""
            SELECT order_id FROM (
                SELECT o.id AS order_id, 1 AS cancelled, 0 AS refunded FROM orders o
                WHERE o.paid_at IS NOT NULL AND {RemovedRows.IsCancelledAtOnce} AND {RemovedRows.HasEvent("o.cancelled_at", "o.id || '.cancelled'")}
                UNION ALL
                SELECT r.order_id, 0, 1 FROM refunds r JOIN orders o ON o.id = r.order_id
                WHERE o.paid_at IS NOT NULL AND NOT {RemovedRows.IsCancelledAtOnce}
                    AND {RemovedRows.HasEvent("r.at", "r.order_id || '.refunded.' || CAST(r.number AS text)")}
                UNION ALL SELECT order_id, -1, 0 FROM payment_events WHERE type = 'cancelled'
                UNION ALL SELECT order_id, 0, -1 FROM payment_events WHERE type = 'refunded') AS told
            GROUP BY order_id HAVING sum(cancelled) <> 0 OR sum(refunded) <> 0
            """),
        (AuditChecks.CouponsUsedOnce, "coupons",
            """
            SELECT c.id FROM coupons c LEFT JOIN orders o ON o.id = c.order_id
            WHERE c.order_id IS NOT NULL AND (o.coupon_id IS NULL OR o.coupon_id <> c.id)
            """),
        (AuditChecks.RowsHaveOwners, "order_lines",
            """
            SELECT order_id FROM order_lines l WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = l.order_id)
            UNION SELECT user_id FROM wallet_entries e WHERE NOT EXISTS (SELECT 1 FROM wallets w WHERE w.user_id = e.user_id)
            """),

        // Which events were published is not known one by one, only how many.
        (AuditChecks.EventsPublishedOrWaiting, "payment_events",
            $"""
            SELECT w.event_id FROM (
                SELECT event_id, partition, FALSE AS going_back FROM outbox
                UNION ALL SELECT event_id, partition, going_back FROM parked_payments) AS w
            LEFT JOIN payment_events e ON e.id = w.event_id WHERE e.id IS NULL OR e.partition <> w.partition OR w.going_back
            UNION SELECT 'partitions'
            WHERE (SELECT count(*) FROM payment_partitions WHERE partition BETWEEN 0 AND {LedgerBounds.Partitions - 1}) <> {LedgerBounds.Partitions}
            UNION SELECT 'total'
            WHERE (SELECT count(*) FROM payment_totals) <> 1
                OR (SELECT min(again + removed) FROM payment_totals) + (SELECT count(*) FROM payment_events) <> (SELECT sum(published) FROM payment_partitions)
                    + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM parked_payments)
            UNION SELECT 'removed' WHERE {RemovedRows.Events}
            """),
        (AuditChecks.ClosingsEqualOrders, "wallet_entries", RemovedRows.Closing),
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
        private long _wrong;

        public IReadOnlyList<Statement> Statements =>
        [
            Statement.Query($"SELECT count(*) FROM {table}", at => _count = at.Number()),
            Statement.Query($"SELECT *, count(*) OVER () FROM ({offenders}) AS wrong LIMIT {AuditChecks.Offenders}", Add),
        ];

        public AuditCheck Answer() => AuditChecks.Check(name, _count, _found, _wrong);

        private void Add(Columns at)
        {
            _found.Add(at.TextOrNull() ?? "nothing");
            _wrong = at.Number();
        }
    }
}
