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

        batch.Move(
            charges,
            [
                new("id", ColumnType.Text, charge => charge.Id),
                new("user_id", ColumnType.Text, charge => charge.UserId),
                new("amount", ColumnType.Number, charge => charge.Amount),
                new("at", ColumnType.Time, charge => charge.At),
            ],
            charge => charge.UserId,
            charge => charge.Amount,
            columns =>
                $"""
                {MoveMoney(columns, "charge", order: "NULL")}
                SELECT id, balance FROM {Met("entered")} LEFT JOIN entry ON TRUE
                """,
            balance);
    }

    public static void Pay(this PostgresBatch batch, IReadOnlyList<ExpectedPayment> payments, Action<Columns> balance) => batch.Move(
        payments,
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
        payment => payment.Order.UserId,
        payment => -payment.Order.Paid,
        columns =>
            $"""
            {MoveMoney(columns, "payment", order: "order_id")},
            changed AS (
                UPDATE orders SET state = 'paid', discount = entry.discount, paid = -entry.amount, coupon_id = entry.coupon_id,
                    campaign_id = entry.campaign_id, balance = entry.balance, paid_at = entry.at
                FROM entry
                WHERE orders.id = entry.order_id AND orders.user_id = entry.user_id AND orders.total = entry.total
                    AND orders.state = 'open' AND orders.expires_at > entry.at
                RETURNING 1)
            SELECT id, balance FROM {Met("entered")} CROSS JOIN {Met("changed")} LEFT JOIN entry ON TRUE
            """,
        balance);

    public static void Buy(this PostgresBatch batch, IReadOnlyList<ExpectedPayment> purchases, Action<Columns> balance)
    {
        var order = Tables.Orders.Columns.Where(column => column.Name is not ("id" or "balance")).ToList();
        var names = string.Join(", ", order.Select(column => column.Name));
        batch.Move(
            purchases,
            [
                new("id", ColumnType.Text, purchase => Ids.Payment(purchase.Order.Id)),
                new("order_id", ColumnType.Text, purchase => purchase.Order.Id),
                new("amount", ColumnType.Number, purchase => -purchase.Order.Paid),
                new("at", ColumnType.Time, purchase => purchase.Order.PaidAt),
                .. order.Select(column => new Column<ExpectedPayment>(column.Name, column.Type, purchase => column.Value(purchase.Order))),
            ],
            purchase => purchase.Order.UserId,
            purchase => -purchase.Order.Paid,
            columns =>
                $"""
                {MoveMoney(columns, "payment", order: "order_id")},
                placed AS (
                    INSERT INTO orders (id, {names}, balance) SELECT order_id, {names}, balance FROM entry ORDER BY nth
                    RETURNING 1)
                SELECT id, balance FROM {Met("entered")} CROSS JOIN {Met("placed")} LEFT JOIN entry ON TRUE
                """,
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

    // Rows are changed, and so locked, in the given order, which is that of the sku: silos sell the same few at the same time.
    public static void TakeStock(this PostgresBatch batch, IReadOnlyList<(string Sku, long Units)> units) => batch.Add(
        $"""
        WITH changed AS (
            UPDATE variants SET stock = variants.stock - given.units
            FROM unnest($1, $2) AS given (sku, units)
            WHERE variants.sku = given.sku AND variants.is_sold AND variants.stock >= given.units
            RETURNING 1)
        SELECT FROM {Met("changed")}
        """,
        [
            new("sku", ColumnType.Text, row => row.Sku),
            new("units", ColumnType.Number, row => row.Units),
        ],
        units);

    // A statement about rows that move money, in order of their users, so that wallets are always locked in the same order, and for
    // each user in order of the batch. An UPDATE changes a row once: the last row of a user brings what all of them move, and the
    // others what comes after them.
    private static void Move<TRow>(
        this PostgresBatch batch, IReadOnlyList<TRow> rows, IReadOnlyList<Column<TRow>> columns, Func<TRow, string> user, Func<TRow, long> amount,
        Func<Given, string> statement, Action<Columns> balance)
    {
        var moves = new List<Movement<TRow>>(rows.Count);
        foreach (var ofUser in rows.GroupBy(user, StringComparer.Ordinal).OrderBy(ofUser => ofUser.Key, StringComparer.Ordinal))
        {
            var (all, left) = (ofUser.Sum(amount), ofUser.Sum(amount));
            foreach (var (row, i) in ofUser.Select((row, i) => (row, i + 1)))
            {
                left -= amount(row);
                moves.Add(new(row, i == ofUser.Count() ? all : null, left));
            }
        }

        batch.Add(
            statement(new(string.Join(", ", columns.Select(column => column.Name)), columns.Count)),
            [
                .. columns.Select(column => new Column<Movement<TRow>>(column.Name, column.Type, move => column.Value(move.Row))),
                new("sum", ColumnType.Number, move => move.Sum),
                new("later", ColumnType.Number, move => move.Later),
            ],
            moves,
            balance);
    }

    // Adds the amounts to the wallets, with an entry for each. Rows that are not the last of their users are few, as a rule none.
    private static string MoveMoney(Given columns, string kind, string order) =>
        $"""
        WITH given AS (
            SELECT * FROM unnest({string.Join(", ", Enumerable.Range(1, columns.Count + 2).Select(i => $"${i}"))})
            WITH ORDINALITY AS given ({columns.Names}, sum, later, nth)),
        last AS (
            UPDATE wallets SET balance = wallets.balance + given.sum
            FROM given WHERE wallets.user_id = given.user_id AND given.sum IS NOT NULL
            RETURNING given.*, wallets.balance),
        entry AS (
            SELECT given.*, last.balance - given.later AS balance FROM given JOIN last USING (user_id) WHERE given.sum IS NULL
            UNION ALL SELECT * FROM last),
        entered AS (
            INSERT INTO wallet_entries (id, user_id, kind, amount, balance, order_id, at)
            SELECT id, user_id, '{kind}', amount, balance, {order}, at FROM entry ORDER BY nth
            RETURNING 1)
        """;

    // Raises an error unless there are as many rows as given ones. The function is volatile, so the planner keeps the call though
    // nobody reads its result.
    private static string Met(string rows) => $"(SELECT expect_rows(count(*), cardinality($1)) FROM {rows}) AS {rows}_met";

    private static string SameTerms(string table) =>
        $"{table}.discount_type = given.discount_type AND {table}.discount_value = given.discount_value " +
        $"AND {table}.discount_maximum IS NOT DISTINCT FROM given.discount_maximum AND {table}.minimum_order = given.minimum_order";

    // The columns of given rows.
    private sealed record Given(string Names, int Count);

    // A row that moves money. Sum: what all rows of its user move; null for all but the last of them. Later: what the rows of its
    // user after it move.
    private sealed record Movement<TRow>(TRow Row, long? Sum, long Later);
}
