namespace ECommerce.Ledger;

// The ledger in a database: its reads. It keeps no state of its own.
internal sealed partial class SqlLedger(SqlDatabase database, SqlOutbox outbox) : ILedger
{
    private Dialect Sql => database.Sql;

    public Task Open() => database.Open();

    public Task Probe() => database.Readiness.Ask();

    public async Task<long> Balance(string userId)
    {
        var balance = 0L;
        await database.Query(Statement.Query(
            "SELECT balance FROM wallets WHERE user_id = $1", at => balance = at.Number(), userId)).ConfigureAwait(false);
        return balance;
    }

    public async Task<IReadOnlyList<WalletSnapshot>> Wallets(IReadOnlyList<WalletKey> wallets)
    {
        var userIds = wallets.Select(wallet => wallet.UserId).Distinct(StringComparer.Ordinal).ToArray();
        var heldOrders = wallets.SelectMany(wallet => wallet.HeldOrders).Distinct(StringComparer.Ordinal).ToArray();
        var balances = new Dictionary<string, long>(StringComparer.Ordinal);
        var coupons = new List<Coupon>();
        var settled = new List<string>();
        await database.Query(
            Statement.Query(
                $"SELECT user_id, balance FROM wallets WHERE {Sql.In("user_id", "$1")}",
                at => balances.Add(at.Text(), at.Number()), userIds),
            Sql.NewestCoupons(userIds, at => coupons.Add(Read.Coupon(at))),
            Settled(heldOrders, settled)).ConfigureAwait(false);
        var couponsOfUsers = coupons.ToLookup(coupon => coupon.UserId, StringComparer.Ordinal);
        return
        [
            .. wallets.Select(wallet => new WalletSnapshot(
                balances.GetValueOrDefault(wallet.UserId),
                [.. couponsOfUsers[wallet.UserId]],
                [.. settled.Intersect(wallet.HeldOrders, StringComparer.Ordinal)])),
        ];
    }

    public async Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(string userId, long? before, int limit)
    {
        var entries = new List<Numbered<WalletEntry>>();
        await database.Query(Statement.Query(
            $"SELECT number, {Tables.WalletEntries.Select()} FROM wallet_entries WHERE user_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
            at => entries.Add(new(at.Number(), Read.WalletEntry(at))),
            userId, before ?? long.MaxValue, (long)limit)).ConfigureAwait(false);
        return entries;
    }

    public async Task<IReadOnlyList<IReadOnlyList<Coupon>>> Coupons(IReadOnlyList<string> userIds)
    {
        var coupons = new List<Coupon>();
        await database.Query(Sql.NewestCoupons(
            [.. userIds.Distinct(StringComparer.Ordinal)], at => coupons.Add(Read.Coupon(at)))).ConfigureAwait(false);
        var couponsOfUsers = coupons.ToLookup(coupon => coupon.UserId, StringComparer.Ordinal);
        return [.. userIds.Select(userId => couponsOfUsers[userId].ToList())];
    }

    public async Task<Order?> Order(string orderId)
    {
        var rows = new OrderRows();
        await database.Query(
            Statement.Query($"SELECT {Tables.Orders.Select()} FROM orders WHERE id = $1", rows.AddOrder, orderId),
            Statement.Query($"SELECT {Tables.OrderLines.Select()} FROM order_lines WHERE order_id = $1", rows.AddLine, orderId)).ConfigureAwait(false);
        return rows.ToList() is [var order] ? order.Row : null;
    }

    public Task<IReadOnlyList<Numbered<Order>>> Orders(string userId, long? before, int limit) => OrderRows.Where(
        database, "user_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3", userId, before ?? long.MaxValue, (long)limit);

    public async Task<IReadOnlyList<Refund>> Refunds(IReadOnlyCollection<string> orderIds)
    {
        var refunds = new List<Refund>();
        await database.Query(Statement.Query(
            $"SELECT {Tables.Refunds.Select()} FROM refunds WHERE {Sql.In("order_id", "$1")} ORDER BY order_id, number",
            at => refunds.Add(Read.Refund(at)), orderIds.ToArray())).ConfigureAwait(false);
        return refunds;
    }

    public async Task<IReadOnlyList<Order>> PaidFromCart(string userId)
    {
        var orders = await OrderRows.Where(database, "user_id = $1 AND from_cart AND NOT taken_from_cart AND state <> 'open' ORDER BY number", userId).ConfigureAwait(false);
        return [.. orders.Select(order => order.Row)];
    }

    public Task TakenFromCart(IReadOnlyCollection<string> orderIds) => orderIds.Count == 0
        ? Task.CompletedTask
        : database.Change(Statement.Change($"UPDATE orders SET taken_from_cart = TRUE WHERE {Sql.In("id", "$1")}", orderIds.ToArray()));

    public async Task<ProductSnapshot?> Product(string productId, IReadOnlyCollection<string> heldOrders)
    {
        var rows = new ProductRows();
        var settled = new List<string>();
        await database.Query(
            Statement.Query($"SELECT ordinal, {Tables.Products.Select()} FROM products WHERE id = $1", rows.AddProduct, productId),
            Statement.Query($"SELECT {Tables.Variants.Select()} FROM variants WHERE product_id = $1 AND {ProductRows.IsOffered}", rows.AddVariant, productId),
            Settled(heldOrders, settled)).ConfigureAwait(false);
        return rows.ToList() is [var product] ? product with { Settled = settled } : null;
    }

    public Task<IReadOnlyList<SoldVariant>> Variants(IReadOnlyCollection<string> skus) =>
        VariantsWhere($"{Sql.In("v.sku", "$1")} AND v.is_sold", skus);

    public Task<IReadOnlyList<SoldVariant>> VariantsEverSold(IReadOnlyCollection<string> skus) =>
        VariantsWhere($"{Sql.In("v.sku", "$1")} AND (v.owners = 1 OR v.withheld IS NULL OR v.withheld <> 'draft')", skus);

    public async Task<IReadOnlyList<Variant>> Skus(IReadOnlyCollection<string> skus)
    {
        var variants = new List<Variant>();
        await database.Query(Statement.Query(
            $"SELECT {Tables.Variants.Select()} FROM variants WHERE {Sql.In("sku", "$1")}", at => variants.Add(Read.Variant(at)), skus.ToArray())).ConfigureAwait(false);
        return variants;
    }

    public Task<IReadOnlyList<ProductSnapshot>> Products(ProductStatus? status, long? before, int limit) => status is null
        ? ProductsWhere("ordinal < $1 ORDER BY ordinal DESC LIMIT $2", before ?? long.MaxValue, (long)limit)
        : ProductsWhere(
            "ordinal < $1 AND status = $3 ORDER BY ordinal DESC LIMIT $2", before ?? long.MaxValue, (long)limit, Tables.Word(status.Value));

    public async Task<CampaignSnapshot?> Campaign(string campaignId, long issuedAfter)
    {
        Campaign? campaign = null;
        var holders = new List<string>();
        var upTo = issuedAfter;
        DateTimeOffset? lastIssuedAt = null;
        await database.Query(
            Statement.Query($"SELECT {Tables.Campaigns.Select()} FROM campaigns WHERE id = $1", at => campaign = Read.Campaign(at), campaignId),
            Statement.Query(
                "SELECT number, user_id, issued_at FROM coupons WHERE campaign_id = $1 AND number > $2 ORDER BY number",
                at =>
                {
                    upTo = at.Number();
                    holders.Add(at.Text());
                    lastIssuedAt = at.Time();
                },
                campaignId, issuedAfter)).ConfigureAwait(false);
        return campaign is null ? null : new(campaign, holders, upTo, lastIssuedAt);
    }

    public async Task<IReadOnlyList<Campaign?>> Campaigns(IReadOnlyList<string> campaignIds)
    {
        var campaigns = new Dictionary<string, Campaign>(StringComparer.Ordinal);
        await database.Query(Statement.Query(
            $"SELECT {Tables.Campaigns.Select()} FROM campaigns WHERE {Sql.In("id", "$1")}",
            at =>
            {
                var campaign = Read.Campaign(at);
                campaigns.Add(campaign.Id, campaign);
            },
            campaignIds.Distinct().ToArray())).ConfigureAwait(false);
        return [.. campaignIds.Select(id => campaigns.GetValueOrDefault(id))];
    }

    public async Task<IReadOnlyList<Campaign>> Campaigns(DateTimeOffset endingAfter)
    {
        var campaigns = new List<Campaign>();
        await database.Query(Statement.Query(
            $"SELECT {Tables.Campaigns.Select()} FROM campaigns WHERE ends_at > $1 ORDER BY ends_at, id LIMIT {LedgerBounds.Campaigns}",
            at => campaigns.Add(Read.Campaign(at)),
            endingAfter)).ConfigureAwait(false);
        return campaigns;
    }

    // The hours, less the minutes of the first hour before that time. So few rows are read, and units of which only the hour is known
    // count until all of it is over. A minute has less than nothing where such units were taken back.
    public async Task<IReadOnlyList<ProductSales>> UnitsSold(DateTimeOffset from)
    {
        var sales = new List<ProductSales>();
        await database.Scan(Statement.Query(
            $"""
            SELECT product_id, CAST(sum(units) AS bigint) FROM (
                SELECT product_id, units FROM sales_hourly WHERE hour >= $1
                UNION ALL SELECT product_id, -units FROM sales_by_minute WHERE minute >= $1 AND minute < $2 AND units > 0) AS sold
            GROUP BY product_id HAVING sum(units) > 0 ORDER BY 2 DESC, 1 LIMIT {LedgerBounds.Ranking}
            """,
            at => sales.Add(new(at.Text(), at.Number())),
            Books.Hour(from), Books.Minute(from))).ConfigureAwait(false);
        return sales;
    }

    public Task ForgetMinutes(DateTimeOffset before) =>
        database.Change(durable: false, [Statement.Change("DELETE FROM sales_by_minute WHERE minute < $1", Books.Hour(before))]);

    public async Task<IReadOnlyList<ProductSales>> UnitsSold(IReadOnlyCollection<string> productIds)
    {
        var sales = new List<ProductSales>();
        await database.Scan(Statement.Query(
            $"SELECT product_id, CAST(sum(units) AS bigint) FROM sales_hourly WHERE {Sql.In("product_id", "$1")} GROUP BY product_id",
            at => sales.Add(new(at.Text(), at.Number())),
            productIds.ToArray())).ConfigureAwait(false);
        return sales;
    }

    public Task<AuditView> Audit(AuditMark? since = null) => SqlAudit.Of(database, since);

    private async Task<IReadOnlyList<SoldVariant>> VariantsWhere(string condition, IReadOnlyCollection<string> skus)
    {
        var variants = new List<SoldVariant>();
        await database.Scan(Statement.Query(
            $"SELECT {Tables.Variants.Select("v.")}, p.name FROM variants v JOIN products p ON p.id = v.product_id WHERE {condition}",
            at => variants.Add(new(Read.Variant(at), at.Text())),
            skus.ToArray())).ConfigureAwait(false);
        return variants;
    }

    private async Task<IReadOnlyList<ProductSnapshot>> ProductsWhere(string condition, params Argument[] args)
    {
        var rows = new ProductRows();
        await database.Scan(rows.Statements(condition, args)).ConfigureAwait(false);
        return rows.ToList();
    }

    private Statement Settled(IReadOnlyCollection<string> heldOrders, List<string> settled) => Statement.Query(
        $"SELECT id FROM orders WHERE {Sql.In("id", "$1")} AND state <> 'open'", at => settled.Add(at.Text()), heldOrders.ToArray());
}
