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
            "charge",
            order: "NULL",
            charges.Select(charge => new Movement<WalletCharged>(charge.Id, charge.UserId, charge.Amount, charge.At, OrderId: null, charge)),
            more: [],
            change: null,
            balance);
    }

    public static void Pay(this PostgresBatch batch, IReadOnlyList<ExpectedPayment> payments, Action<Columns> balance) => batch.Move(
        "payment",
        order: "order_id",
        payments.Select(MovementOf),
        [
            new("order_id", ColumnType.Text, payment => payment.Order.Id),
            new("total", ColumnType.Number, payment => payment.Order.Total),
            new("discount", ColumnType.Number, payment => payment.Order.Discount),
            new("coupon_id", ColumnType.Text, payment => payment.Order.CouponId),
            new("campaign_id", ColumnType.Text, payment => payment.Order.CampaignId),
        ],
        ("changed",
            """
            UPDATE orders SET state = 'paid', discount = entry.discount, paid = -entry.amount, coupon_id = entry.coupon_id,
                campaign_id = entry.campaign_id, balance = entry.balance, paid_at = entry.at
            FROM entry
            WHERE orders.id = entry.order_id AND orders.user_id = entry.user_id AND orders.total = entry.total
                AND orders.state = 'open' AND orders.expires_at > entry.at
            RETURNING 1
            """),
        balance);

    public static void Buy(this PostgresBatch batch, IReadOnlyList<ExpectedPayment> purchases, Action<Columns> balance)
    {
        var order = Tables.Orders.Columns.Where(column => column.Name is not ("id" or "user_id" or "balance")).ToList();
        var names = string.Join(", ", order.Select(column => column.Name));
        batch.Move(
            "payment",
            order: "order_id",
            purchases.Select(MovementOf),
            [
                new("order_id", ColumnType.Text, purchase => purchase.Order.Id),
                .. order.Select(column => new Column<ExpectedPayment>(column.Name, column.Type, purchase => column.Value(purchase.Order))),
            ],
            ("placed",
                $"""
                INSERT INTO orders (id, user_id, {names}, balance)
                SELECT order_id, user_id, {names}, balance FROM entry ORDER BY nth
                RETURNING 1
                """),
            balance);
    }

    // Count: of the id of a campaign, and how many of its coupons are issued now.
    public static void CountCoupons(this PostgresBatch batch, IReadOnlyList<ExpectedCoupons> campaigns, Action<Columns> count) => batch.Add(
        $"""
        WITH changed AS (
            UPDATE campaigns SET issued = campaigns.issued + given.coupons
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                AS given (id, coupons, name, discount_type, discount_value, discount_maximum, minimum_order, valid_days, starts_at, ends_at)
            WHERE campaigns.id = given.id AND campaigns.issued + given.coupons <= campaigns.quantity AND NOT campaigns.paused
                AND campaigns.starts_at = given.starts_at AND campaigns.ends_at = given.ends_at
                AND campaigns.valid_days = given.valid_days AND campaigns.name = given.name AND {SameTerms("campaigns")}
            RETURNING campaigns.id, campaigns.issued)
        SELECT id, issued FROM {Met("changed")} LEFT JOIN changed ON TRUE
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
        campaigns,
        count);

    // After CountCoupons, which has locked the campaigns: what is issued of one counts all coupons of the batch. Later: how many of these the
    // batch has after this one.
    public static void IssueCoupons(this PostgresBatch batch, IReadOnlyList<(Coupon Coupon, long Later)> issued)
    {
        if (issued.Count == 0)
        {
            return;
        }

        var columns = Tables.Coupons.Columns.Where(column => column.Name != "place").ToList();
        var names = string.Join(", ", columns.Select(column => column.Name));
        batch.Add(
            $"""
            WITH counted AS MATERIALIZED (
                SELECT id, issued FROM campaigns WHERE id = ANY(${columns.FindIndex(column => column.Name == "campaign_id") + 1})),
            entered AS (
                INSERT INTO coupons ({names}, place)
                SELECT {string.Join(", ", columns.Select(column => "given." + column.Name))}, counted.issued - given.later
                FROM unnest({string.Join(", ", Enumerable.Range(1, columns.Count + 1).Select(i => $"${i}"))})
                    WITH ORDINALITY AS given ({names}, later, nth)
                JOIN counted ON counted.id = given.campaign_id
                ORDER BY nth
                RETURNING 1)
            SELECT FROM {Met("entered")}
            """,
            [
                .. columns.Select(column => new Column<(Coupon Coupon, long Later)>(column.Name, column.Type, row => column.Value(row.Coupon))),
                new("later", ColumnType.Number, row => row.Later),
            ],
            issued);
    }

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
    public static void TakeStock(this PostgresBatch batch, IReadOnlyList<(string Sku, string ProductId, long Units)> units) => batch.Add(
        $"""
        WITH changed AS (
            UPDATE variants SET stock = variants.stock - given.units
            FROM unnest($1, $2, $3) AS given (sku, product_id, units)
            WHERE variants.sku = given.sku AND variants.product_id = given.product_id AND variants.is_sold
                AND variants.stock >= given.units
            RETURNING 1)
        SELECT FROM {Met("changed")}
        """,
        [
            new("sku", ColumnType.Text, row => row.Sku),
            new("product_id", ColumnType.Text, row => row.ProductId),
            new("units", ColumnType.Number, row => row.Units),
        ],
        units);

    // Adds amounts to wallets, with an entry for each, in order of the users, so that wallets are always locked in the same order, and
    // for each user in order of the batch. An UPDATE changes a row once: the last movement of a user brings the sum of all, and the
    // others what comes after them; as a rule there are no others. The hash of the last holds them all, see Chain.
    // Order: the expression for the order of an entry. More: what the rows bring along. Change: what else happens to them, by name.
    private static void Move<TRow>(
        this PostgresBatch batch, string kind, string order, IEnumerable<Movement<TRow>> movements, IReadOnlyList<Column<TRow>> more,
        (string Name, string Sql)? change, Action<Columns> balance)
    {
        IReadOnlyList<Column<Movement<TRow>>> columns =
        [
            new("id", ColumnType.Text, movement => movement.Id),
            new("user_id", ColumnType.Text, movement => movement.UserId),
            new("amount", ColumnType.Number, movement => movement.Amount),
            new("at", ColumnType.Time, movement => movement.At),
            .. more.Select(column => new Column<Movement<TRow>>(column.Name, column.Type, movement => column.Value(movement.Row))),
            new("sum", ColumnType.Number, movement => movement.Sum),
            new("later", ColumnType.Number, movement => movement.Later),
            new("links", ColumnType.Bytes, movement => movement.Links),
        ];
        var (changed, asExpected) = change is var (name, sql) ? ($", {name} AS ({sql})", $" CROSS JOIN {Met(name)}") : ("", "");
        batch.Add(
            $"""
            WITH given AS (
                SELECT * FROM unnest({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})
                WITH ORDINALITY AS given ({string.Join(", ", columns.Select(column => column.Name))}, nth)),
            last AS (
                UPDATE wallets SET balance = wallets.balance + given.sum,
                    head = sha256(coalesce(wallets.head, '') || given.links || int8send(wallets.balance + given.sum))
                FROM given WHERE wallets.user_id = given.user_id AND given.sum IS NOT NULL
                RETURNING given.*, wallets.balance, wallets.head),
            entry AS (
                SELECT given.*, last.balance - given.later AS balance, ''::bytea AS head FROM given JOIN last USING (user_id) WHERE given.sum IS NULL
                UNION ALL SELECT * FROM last),
            entered AS (
                INSERT INTO wallet_entries (id, user_id, kind, amount, balance, order_id, at, hash)
                SELECT id, user_id, '{kind}', amount, balance, {order}, at, head FROM entry ORDER BY nth
                RETURNING 1){changed}
            SELECT id, balance FROM {Met("entered")}{asExpected} LEFT JOIN entry ON TRUE
            """,
            columns,
            Summed(movements, kind),
            balance);
    }

    private static List<Movement<TRow>> Summed<TRow>(IEnumerable<Movement<TRow>> movements, string kind)
    {
        var summed = new List<Movement<TRow>>();
        foreach (var ofUser in movements.GroupBy(movement => movement.UserId, StringComparer.Ordinal).OrderBy(ofUser => ofUser.Key, StringComparer.Ordinal))
        {
            var sum = ofUser.Sum(movement => movement.Amount);
            var later = sum;
            var links = new List<byte[]>(1);
            foreach (var movement in ofUser)
            {
                later -= movement.Amount;
                links.Add(Chain.Link(movement.Id, movement.UserId, kind, movement.Amount, movement.OrderId, movement.At, reason: null));
                summed.Add(movement with { Later = later });
            }

            summed[^1] = summed[^1] with { Sum = sum, Links = links is [var only] ? only : [.. links.SelectMany(link => link)] };
        }

        return summed;
    }

    private static Movement<ExpectedPayment> MovementOf(ExpectedPayment payment) =>
        new(Ids.Payment(payment.Order.Id), payment.Order.UserId, -payment.Order.Paid, payment.Order.PaidAt!.Value, payment.Order.Id, payment);

    // Raises an error unless there are as many rows as given ones. The function is volatile, so the planner keeps the call though
    // nobody reads its result.
    private static string Met(string rows) => $"(SELECT expect_rows(count(*), cardinality($1)) FROM {rows}) AS {rows}_met";

    private static string SameTerms(string table) =>
        $"{table}.discount_type = given.discount_type AND {table}.discount_value = given.discount_value " +
        $"AND {table}.discount_maximum IS NOT DISTINCT FROM given.discount_maximum AND {table}.minimum_order = given.minimum_order";

    // Money that is moved. Sum: what all movements of its user move; null for all but the last of them, as are the links of all of them.
    // Later: what those after it move.
    private readonly record struct Movement<TRow>(
        string Id, string UserId, long Amount, DateTimeOffset At, string? OrderId, TRow Row, long? Sum = null, long Later = 0, byte[]? Links = null);
}
