namespace ECommerce.Ledger;

// A batch that is written on the expectation that every event is accepted. Grains have decided before, so nearly every batch is
// of this kind, and it costs one round trip that reads nothing. The statements prove the expectation: each compares the rows
// that it met with the rows that it should meet, and the constraints of the tables do the rest. Whatever differs undoes the
// whole transaction; the batch is then loaded under lock and decided by the guards, event by event.
//
// The conditions below accept what the guards accept, or less. Never more: a property compares the verdicts of both.
internal sealed class ExpectedBatch
{
    // Statements run in this order, which is the order in which a loaded batch takes its locks.
    private readonly List<WalletCharged> _charges = [];
    private readonly List<Order> _placed = [];
    private readonly List<Payment> _payments = [];
    private readonly List<Payment> _purchases = [];
    private readonly Dictionary<string, (Campaign Campaign, long Coupons)> _campaigns = new(StringComparer.Ordinal);
    private readonly List<Coupon> _issued = [];

    // In the order of the batch.
    private readonly List<Payment> _paid = [];

    // By user, what the events of the batch are about. Events of one kind keep their order; a user with two kinds of events might
    // have them in another order than the batch.
    private readonly Dictionary<string, Type> _kinds = new(StringComparer.Ordinal);

    // By the id of the entry, what the balance is right after it.
    private readonly Dictionary<string, long> _balances = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<LedgerEvent> _batch;

    private ExpectedBatch(IReadOnlyList<LedgerEvent> batch) => _batch = batch;

    // Null: some event is of a kind that is always loaded first, or would be refused, or must follow one of another kind.
    public static ExpectedBatch? Of(IReadOnlyList<LedgerEvent> batch)
    {
        var expected = new ExpectedBatch(batch);
        return batch.All(change => EventAssertions.BrokenBy(change) is null && expected.Add(change)) ? expected : null;
    }

    public void Write(PostgresBatch batch)
    {
        Charge(batch);
        batch.Insert(Tables.Orders, _placed);
        Pay(batch);
        Buy(batch);
        batch.Insert(Tables.OrderLines, [.. Inserted.SelectMany(BooksWrite.LinesOf)]);
        Issue(batch);
        UseCoupons(batch);
        ComparePrices(batch);
        TakeStock(batch);
        var events = _paid.Select(payment => PaymentEvents.Completed(payment.Order)).ToList();
        batch.Insert(Tables.PaymentEvents, events);
        batch.Insert(Tables.Outbox, events);
        batch.AddSales(BooksWrite.Sales(_paid
            .SelectMany(payment => payment.Order.Lines, (payment, line) => (Hour: Books.Hour(payment.Order.PaidAt!.Value), line.ProductId, line.Quantity))
            .GroupBy(line => (line.Hour, line.ProductId), (bucket, lines) => KeyValuePair.Create(bucket, lines.Sum(line => (long)line.Quantity)))));
    }

    // To be asked after the batch was written.
    public IReadOnlyList<Verdict> Verdicts()
    {
        var payments = _paid.ToDictionary(payment => payment.Order.Id, StringComparer.Ordinal);
        var coupons = _issued.ToDictionary(coupon => coupon.Id, StringComparer.Ordinal);
        return
        [
            .. _batch.Select(change => Verdict.Committed(change switch
            {
                WalletCharged charged => charged.ToEntry(_balances[charged.Id]),
                CouponIssued issued => coupons[issued.Id],
                OrderPlaced placed => placed.Order,
                _ => payments[change.Id].Order with { Balance = _balances[Ids.Payment(change.Id)] },
            })),
        ];
    }

    private IEnumerable<Order> Inserted => _placed.Concat(_purchases.Select(purchase => purchase.Order));

    private bool Add(LedgerEvent change) => change switch
    {
        WalletCharged charged => IsOnlyKindOf(charged.UserId, change) && Add(charged),
        OrderPlaced placed => IsOnlyKindOf(placed.Order.UserId, change) && Add(placed),
        OrderPaid paid => IsOnlyKindOf(paid.Order.UserId, change) && Add(_payments, paid),
        OrderBought bought => IsOnlyKindOf(bought.Order.UserId, change) && Add(
            _purchases, new OrderPaid(bought.Order, bought.CouponId, bought.Discount, bought.Order.PlacedAt, bought.Coupon)),
        CouponIssued issued => IsOnlyKindOf(issued.UserId, change) && Add(issued),
        _ => false,
    };

    private bool IsOnlyKindOf(string userId, LedgerEvent change) =>
        _kinds.TryAdd(userId, change.GetType()) || _kinds[userId] == change.GetType();

    private bool Add(WalletCharged charged)
    {
        _charges.Add(charged);
        return true;
    }

    private bool Add(OrderPlaced placed)
    {
        _placed.Add(placed.Order);
        return true;
    }

    private bool Add(List<Payment> ofKind, OrderPaid pay)
    {
        var discount = 0L;
        if (pay.CouponId is not null)
        {
            (var refusal, discount) = CouponRules.Apply(pay.Coupon, pay.Order.Total, pay.At);
            if (refusal is not null || pay.Coupon!.Id != pay.CouponId || pay.Coupon.UserId != pay.Order.UserId)
            {
                return false;
            }
        }

        if (pay.Discount != discount || pay.Order.State != OrderState.Open || pay.Order.IsExpired(pay.At))
        {
            return false;
        }

        var payment = new Payment(pay.Order.AsPaid(pay, pay.Coupon), pay.Coupon);
        ofKind.Add(payment);
        _paid.Add(payment);
        return true;
    }

    private bool Add(CouponIssued issued)
    {
        if (issued.Campaign is not { } campaign || !campaign.IsOpen(issued.At))
        {
            return false;
        }

        var (known, coupons) = _campaigns.GetValueOrDefault(campaign.Id, (campaign, 0));
        if (known with { Issued = 0 } != campaign with { Issued = 0 })
        {
            return false;
        }

        _campaigns[campaign.Id] = (known, coupons + 1);
        _issued.Add(issued.ToCoupon(campaign));
        return true;
    }

    private void Charge(PostgresBatch batch)
    {
        if (_charges.Count > 0)
        {
            batch.AddWallets([.. _charges.Select(charge => charge.UserId).Distinct(StringComparer.Ordinal)]);
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
            _charges,
            KeepBalance);
    }

    private void Pay(PostgresBatch batch) => batch.Add(
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
        _payments,
        KeepBalance);

    private void Buy(PostgresBatch batch)
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
                .. columns.Select(column => new Column<Payment>(column.Name, column.Type, purchase => column.Value(purchase.Order))),
            ],
            _purchases,
            KeepBalance);
    }

    private void Issue(PostgresBatch batch)
    {
        batch.Add(
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
                new("coupons", ColumnType.Number, row => row.Coupons),
                new("name", ColumnType.Text, row => row.Campaign.Name),
                new("discount_type", ColumnType.Text, row => Tables.Word(row.Campaign.Discount.Type)),
                new("discount_value", ColumnType.Number, row => row.Campaign.Discount.Value),
                new("discount_maximum", ColumnType.Number, row => row.Campaign.Discount.Maximum),
                new("minimum_order", ColumnType.Number, row => row.Campaign.MinimumOrder),
                new("valid_days", ColumnType.Number, row => (long)row.Campaign.ValidDays),
                new("starts_at", ColumnType.Time, row => row.Campaign.StartsAt),
                new("ends_at", ColumnType.Time, row => row.Campaign.EndsAt),
            ],
            [.. _campaigns.Values.OrderBy(row => row.Campaign.Id, StringComparer.Ordinal)]);
        batch.Insert(Tables.Coupons, _issued);
    }

    private void UseCoupons(PostgresBatch batch) => batch.Add(
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
        [.. _paid.Where(payment => payment.Coupon is not null).OrderBy(payment => payment.Coupon!.Id, StringComparer.Ordinal)]);

    private void ComparePrices(PostgresBatch batch) => batch.Add(
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
        [.. Inserted.SelectMany(order => order.Lines).Select(line => (line.Sku, line.ProductId, line.Price)).Distinct()]);

    // Rows are locked in order of the sku before they change: silos sell the same few at the same time.
    private void TakeStock(PostgresBatch batch) => batch.Add(
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
        [
            .. _paid.SelectMany(payment => payment.Order.Lines)
                .GroupBy(line => line.Sku, (sku, lines) => (Sku: sku, Units: lines.Sum(line => (long)line.Quantity)), StringComparer.Ordinal)
                .OrderBy(row => row.Sku, StringComparer.Ordinal),
        ]);

    private void KeepBalance(Columns at) => _balances[at.Text()] = at.Number();

    // Adds the given amounts to the wallets, with an entry for each. The balance after an entry is the last one of its user less what
    // comes later.
    private static string MoveMoney(string kind) =>
        $"""
        wallet AS (
            UPDATE wallets SET balance = wallets.balance + sums.amount
            FROM (SELECT user_id, sum(amount)::bigint AS amount FROM given GROUP BY user_id ORDER BY user_id) sums
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

    // Raises an error unless there are as many rows as given ones.
    private static string Met(string rows) => $"(SELECT expect_rows(count(*), cardinality($1)) FROM {rows}) AS {rows}_met";

    private static string SameTerms(string table) =>
        $"{table}.discount_type = given.discount_type AND {table}.discount_value = given.discount_value " +
        $"AND {table}.discount_maximum IS NOT DISTINCT FROM given.discount_maximum AND {table}.minimum_order = given.minimum_order";

    // An order as it is once it is paid, but for the balance.
    private sealed record Payment(Order Order, Coupon? Coupon);
}
