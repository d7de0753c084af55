namespace ECommerce.Ledger;

// The statements of an expected batch. Each is about rows that are known to the caller, and fails unless it meets as many.
internal static class ExpectedStatements
{
    public static void Charge(this PostgresBatch batch, IReadOnlyList<WalletCharged> charges, Action<Columns> balance)
    {
        if (charges.Count > 0)
        {
            batch.AddWallets([.. charges.Select(charge => charge.UserId).Distinct(StringComparer.Ordinal)]);
        }

        batch.Add(
            $"""
            WITH given AS (
                SELECT id, user_id, amount, at, NULL AS order_id, nth
                FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS given (id, user_id, amount, at, nth)),
            {MoveMoney("charge")}
            SELECT id, balance FROM {Met("entered")} LEFT JOIN entry ON TRUE
            """,
            [
                new("id", ColumnType.Text, charge => charge.Id),
                new("user_id", ColumnType.Text, charge => charge.UserId),
                new("amount", ColumnType.Number, charge => charge.Amount),
                new("at", ColumnType.Time, charge => charge.At),
            ],
            charges,
            balance);
    }

    public static void Pay(this PostgresBatch batch, IReadOnlyList<ExpectedPayment> payments, Action<Columns> balance) => batch.Add(
        $"""
        WITH given AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
            AS given (id, order_id, user_id, amount, at, total, discount, coupon_id, campaign_id, nth)),
        {MoveMoney("payment")},
        changed AS (
            UPDATE orders SET state = 'paid', discount = entry.discount, paid = -entry.amount, coupon_id = entry.coupon_id,
                campaign_id = entry.campaign_id, balance = entry.balance, paid_at = entry.at
            FROM entry
            WHERE orders.id = entry.order_id AND orders.user_id = entry.user_id AND orders.total = entry.total
                AND orders.state = 'open' AND orders.expires_at > entry.at
            RETURNING 1)
        SELECT id, balance FROM {Met("entered")} CROSS JOIN {Met("changed")} LEFT JOIN entry ON TRUE
        """,
        [
            new("id", ColumnType.Text, payment => Ids.Payment(payment.Order.Id)),
            new("order_id", ColumnType.Text, payment => payment.Order.Id),
            new("user_id", ColumnType.Text, payment => payment.Order.UserId),
            new("amount", ColumnType.Number, payment => -payment.Order.Paid),
            new("at", ColumnType.Time, payment => payment.Order.PaidAt),
            new("total", ColumnType.Number, payment => payment.Order.Total),
            new("discount", ColumnType.Number, payment => payment.Order.Discount),
            new("coupon_id", ColumnType.Text, payment => payment.Order.CouponId),
            new("campaign_id", ColumnType.Text, payment => payment.Order.CampaignId),
        ],
        payments,
        balance);

    public static void Buy(this PostgresBatch batch, IReadOnlyList<ExpectedPayment> purchases, Action<Columns> balance)
    {
        var columns = Tables.Orders.Columns.Where(column => column.Name is not "balance").ToList();
        var names = string.Join(", ", columns.Select(column => column.Name));
        batch.Add(
            $"""
            WITH bought AS (
                SELECT * FROM unnest({string.Join(", ", columns.Select((_, i) => $"${i + 2}"))}) WITH ORDINALITY AS bought ({names}, nth)),
            given AS (
                SELECT given.id, bought.id AS order_id, user_id, -paid AS amount, paid_at AS at, nth
                FROM unnest($1) WITH ORDINALITY AS given (id, nth) JOIN bought USING (nth)),
            {MoveMoney("payment")},
            placed AS (
                INSERT INTO orders ({names}, balance)
                SELECT {string.Join(", ", columns.Select(column => "bought." + column.Name))}, entry.balance
                FROM bought JOIN entry USING (nth) ORDER BY nth
                RETURNING 1)
            SELECT id, balance FROM {Met("entered")} CROSS JOIN {Met("placed")} LEFT JOIN entry ON TRUE
            """,
            [
                new("id", ColumnType.Text, purchase => Ids.Payment(purchase.Order.Id)),
                .. columns.Select(column => new Column<ExpectedPayment>(column.Name, column.Type, purchase => column.Value(purchase.Order))),
            ],
            purchases,
            balance);
    }

    public static void CountCoupons(this PostgresBatch batch, IReadOnlyList<ExpectedCoupons> campaigns) => batch.Add(
        $"""
        WITH changed AS (
            UPDATE campaigns SET issued = campaigns.issued + given.coupons
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                AS given (id, coupons, name, discount_type, discount_value, discount_maximum, minimum_order, valid_days, starts_at, ends_at)
            WHERE campaigns.id = given.id AND campaigns.issued + given.coupons <= campaigns.quantity
                AND campaigns.starts_at = given.starts_at AND campaigns.ends_at = given.ends_at
                AND campaigns.valid_days = given.valid_days AND campaigns.name = given.name AND {SameTerms("campaigns")}
            RETURNING 1)
        SELECT FROM {Met("changed")}
        """,
        [
            new("id", ColumnType.Text, row => row.Campaign.Id),
            new("coupons", ColumnType.Number, row => row.Number),
            new("name", ColumnType.Text, row => row.Campaign.Name),
            new("discount_type", ColumnType.Text, row => Tables.Word(row.Campaign.Discount.Type)),
            new("discount_value", ColumnType.Number, row => row.Campaign.Discount.Value),
            new("discount_maximum", ColumnType.Number, row => row.Campaign.Discount.Maximum),
            new("minimum_order", ColumnType.Number, row => row.Campaign.MinimumOrder),
            new("valid_days", ColumnType.Number, row => (long)row.Campaign.ValidDays),
            new("starts_at", ColumnType.Time, row => row.Campaign.StartsAt),
            new("ends_at", ColumnType.Time, row => row.Campaign.EndsAt),
        ],
        campaigns);

    public static void UseCoupons(this PostgresBatch batch, IReadOnlyList<ExpectedPayment> payments) => batch.Add(
        $"""
        WITH changed AS (
            UPDATE coupons SET order_id = given.order_id, used_at = given.used_at
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
                AS given (id, user_id, order_id, used_at, discount_type, discount_value, discount_maximum, minimum_order, expires_at)
            WHERE coupons.id = given.id AND coupons.user_id = given.user_id AND coupons.order_id IS NULL
                AND coupons.expires_at = given.expires_at AND {SameTerms("coupons")}
            RETURNING 1)
        SELECT FROM {Met("changed")}
        """,
        [
            new("id", ColumnType.Text, row => row.Coupon!.Id),
            new("user_id", ColumnType.Text, row => row.Order.UserId),
            new("order_id", ColumnType.Text, row => row.Order.Id),
            new("used_at", ColumnType.Time, row => row.Order.PaidAt),
            new("discount_type", ColumnType.Text, row => Tables.Word(row.Coupon!.Discount.Type)),
            new("discount_value", ColumnType.Number, row => row.Coupon!.Discount.Value),
            new("discount_maximum", ColumnType.Number, row => row.Coupon!.Discount.Maximum),
            new("minimum_order", ColumnType.Number, row => row.Coupon!.MinimumOrder),
            new("expires_at", ColumnType.Time, row => row.Coupon!.ExpiresAt),
        ],
        payments);

    public static void ComparePrices(this PostgresBatch batch, IReadOnlyList<(string Sku, string ProductId, long Price)> lines) => batch.Add(
        $"""
        WITH same AS (
            SELECT 1 FROM unnest($1, $2, $3) AS given (sku, product_id, price)
            JOIN variants USING (sku)
            WHERE variants.product_id = given.product_id AND variants.price = given.price AND variants.is_sold)
        SELECT FROM {Met("same")}
        """,
        [
            new("sku", ColumnType.Text, line => line.Sku),
            new("product_id", ColumnType.Text, line => line.ProductId),
            new("price", ColumnType.Number, line => line.Price),
        ],
        lines);

    // Rows are locked in order of the sku before they change: silos sell the same few at the same time.
    public static void TakeStock(this PostgresBatch batch, IReadOnlyList<(string Sku, long Units)> units) => batch.Add(
        $"""
        WITH locked AS MATERIALIZED (
            SELECT sku FROM variants WHERE sku = ANY($1) ORDER BY sku FOR NO KEY UPDATE),
        changed AS (
            UPDATE variants SET stock = variants.stock - given.units, changed = pg_current_xact_id()
            FROM unnest($1, $2) AS given (sku, units) JOIN locked USING (sku)
            WHERE variants.sku = given.sku AND variants.is_sold AND variants.stock >= given.units
            RETURNING 1)
        SELECT FROM {Met("changed")}
        """,
        [
            new("sku", ColumnType.Text, row => row.Sku),
            new("units", ColumnType.Number, row => row.Units),
        ],
        units);

    // Adds the given amounts to the wallets, with an entry for each. The balance after an entry is the last one of its user less what
    // comes later.
    private static string MoveMoney(string kind) =>
        $"""
        wallet AS (
            UPDATE wallets SET balance = wallets.balance + sums.amount
            FROM (SELECT user_id, sum(amount)::bigint AS amount FROM given GROUP BY user_id ORDER BY user_id COLLATE "C") sums
            WHERE wallets.user_id = sums.user_id
            RETURNING wallets.user_id, wallets.balance),
        entry AS (
            SELECT given.*, wallet.balance - coalesce(
                sum(amount) OVER (PARTITION BY user_id ORDER BY nth ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 0)::bigint AS balance
            FROM given JOIN wallet USING (user_id)),
        entered AS (
            INSERT INTO wallet_entries (id, user_id, kind, amount, balance, order_id, at)
            SELECT id, user_id, '{kind}', amount, balance, order_id, at FROM entry ORDER BY nth
            RETURNING 1)
        """;

    // Raises an error unless there are as many rows as given ones. The function is volatile, so the planner keeps the call though
    // nobody reads its result.
    private static string Met(string rows) => $"(SELECT expect_rows(count(*), cardinality($1)) FROM {rows}) AS {rows}_met";

    private static string SameTerms(string table) =>
        $"{table}.discount_type = given.discount_type AND {table}.discount_value = given.discount_value " +
        $"AND {table}.discount_maximum IS NOT DISTINCT FROM given.discount_maximum AND {table}.minimum_order = given.minimum_order";
}
