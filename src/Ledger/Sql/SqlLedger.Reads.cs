namespace ECommerce.Ledger;

public abstract partial class SqlLedger
{
    /// <inheritdoc/>
    public async Task<WalletSnapshot> Wallet(string userId, IReadOnlyCollection<string> heldOrders)
    {
        var balance = 0L;
        var coupons = new List<Coupon>();
        var settled = new List<string>();
        await Query(
            Statement.Query("SELECT balance FROM wallets WHERE user_id = $1", at => balance = at.Number(), userId),
            CouponsOf(userId, coupons),
            Settled(heldOrders, settled)).ConfigureAwait(false);
        return new(balance, coupons, settled);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(string userId, long? before, int limit)
    {
        var entries = new List<Numbered<WalletEntry>>();
        await Query(Statement.Query(
            $"SELECT number, {Tables.WalletEntries.Select()} FROM wallet_entries WHERE user_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
            at => entries.Add(new(at.Number(), Read.WalletEntry(at))),
            userId, before ?? long.MaxValue, (long)limit)).ConfigureAwait(false);
        return entries;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Coupon>> Coupons(string userId)
    {
        var coupons = new List<Coupon>();
        await Query(CouponsOf(userId, coupons)).ConfigureAwait(false);
        return coupons;
    }

    /// <inheritdoc/>
    public async Task<Order?> Order(string orderId)
    {
        var rows = new OrderRows();
        await Query(
            Statement.Query($"SELECT {Tables.Orders.Select()} FROM orders WHERE id = $1", rows.AddOrder, orderId),
            Statement.Query($"SELECT {Tables.OrderLines.Select()} FROM order_lines WHERE order_id = $1", rows.AddLine, orderId)).ConfigureAwait(false);
        return rows.ToList() is [var order] ? order.Row : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Numbered<Order>>> Orders(string userId, long? before, int limit) => OrdersWhere(
        "user_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3", userId, before ?? long.MaxValue, (long)limit);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Order>> PaidFromCart(string userId)
    {
        var orders = await OrdersWhere("user_id = $1 AND from_cart AND NOT taken_from_cart AND state <> 'open' ORDER BY number", userId).ConfigureAwait(false);
        return [.. orders.Select(order => order.Row)];
    }

    /// <inheritdoc/>
    public Task TakenFromCart(IReadOnlyCollection<string> orderIds) => orderIds.Count == 0
        ? Task.CompletedTask
        : Change(Statement.Change($"UPDATE orders SET taken_from_cart = TRUE WHERE {Sql.In("id", "$1")}", orderIds.ToArray()));

    /// <inheritdoc/>
    public async Task<CampaignSnapshot?> Campaign(string campaignId, long issuedAfter)
    {
        Campaign? campaign = null;
        var holders = new List<string>();
        var upTo = issuedAfter;
        await Query(
            Statement.Query($"SELECT {Tables.Campaigns.Select()} FROM campaigns WHERE id = $1", at => campaign = Read.Campaign(at), campaignId),
            Statement.Query(
                "SELECT number, user_id FROM coupons WHERE campaign_id = $1 AND number > $2 ORDER BY number",
                at =>
                {
                    upTo = at.Number();
                    holders.Add(at.Text());
                },
                campaignId, issuedAfter)).ConfigureAwait(false);
        return campaign is null ? null : new(campaign, holders, upTo);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Campaign>> Campaigns(DateTimeOffset endingAfter)
    {
        var campaigns = new List<Campaign>();
        await Query(Statement.Query(
            $"SELECT {Tables.Campaigns.Select()} FROM campaigns WHERE ends_at > $1 ORDER BY ends_at, id LIMIT {LedgerBounds.Campaigns}",
            at => campaigns.Add(Read.Campaign(at)),
            endingAfter)).ConfigureAwait(false);
        return campaigns;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ProductSales>> UnitsSold(DateTimeOffset fromHour)
    {
        var sales = new List<ProductSales>();
        await Query(Statement.Query(
            "SELECT product_id, CAST(sum(units) AS bigint) FROM sales_hourly WHERE hour >= $1 GROUP BY product_id HAVING sum(units) > 0 " +
            $"ORDER BY 2 DESC, 1 LIMIT {LedgerBounds.Ranking}",
            at => sales.Add(new(at.Text(), at.Number())),
            fromHour)).ConfigureAwait(false);
        return sales;
    }

    // The lines come by the same condition, in the same snapshot.
    private async Task<IReadOnlyList<Numbered<Order>>> OrdersWhere(string condition, params Argument[] args)
    {
        var rows = new OrderRows();
        await Query(
            Statement.Query($"SELECT number, {Tables.Orders.Select()} FROM orders WHERE {condition}", rows.AddNumberedOrder, args),
            Statement.Query(
                $"SELECT {Tables.OrderLines.Select()} FROM order_lines WHERE order_id IN (SELECT id FROM orders WHERE {condition})",
                rows.AddLine, args)).ConfigureAwait(false);
        return rows.ToList();
    }

    private static Statement CouponsOf(string userId, List<Coupon> coupons) => Statement.Query(
        $"SELECT {Tables.Coupons.Select()} FROM coupons WHERE user_id = $1 ORDER BY number DESC LIMIT {LedgerBounds.Coupons}",
        at => coupons.Add(Read.Coupon(at)),
        userId);

    private Statement Settled(IReadOnlyCollection<string> heldOrders, List<string> settled) => Statement.Query(
        $"SELECT id FROM orders WHERE {Sql.In("id", "$1")} AND state <> 'open'", at => settled.Add(at.Text()), heldOrders.ToArray());
}
