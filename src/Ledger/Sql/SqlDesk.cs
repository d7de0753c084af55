namespace ECommerce.Ledger;

// What operators read of orders, users and campaigns.
internal static class SqlDesk
{
    public static async Task<IReadOnlyList<Numbered<Order>>> Orders(SqlDatabase database, OrderFilter filter, long? before, int limit)
    {
        var lines = 0L;
        if (filter is { UserId: null, State: not null and not OrderState.Paid, Sku: { } sku })
        {
            await database.Scan(Statement.Query(
                $"SELECT count(*) FROM (SELECT 1 FROM order_lines WHERE sku = $1 LIMIT {database.ManyLines}) AS of_sku",
                at => lines = at.Number(),
                sku)).ConfigureAwait(false);
        }

        var search = new OrderSearch(filter, before, limit, hasManyLines: lines == database.ManyLines);
        return await OrderRows.Where(database, search.Condition, search.Args).ConfigureAwait(false);
    }

    public static async Task<UserFigures> User(SqlDatabase database, string userId)
    {
        var (balance, orders, coupons) = (0L, 0L, 0L);
        await database.Scan(
            Statement.Query("SELECT balance FROM wallets WHERE user_id = $1", at => balance = at.Number(), userId),
            Statement.Query("SELECT count(*) FROM orders WHERE user_id = $1", at => orders = at.Number(), userId),
            Statement.Query("SELECT count(*) FROM coupons WHERE user_id = $1", at => coupons = at.Number(), userId)).ConfigureAwait(false);
        return new(balance, orders, coupons);
    }

    public static async Task<SalesFigures> Sales(SqlDatabase database, DateTimeOffset from)
    {
        var sales = new SalesFigures(0, 0, 0);
        await database.Scan(Statement.Query(
            """
            SELECT count(*), CAST(coalesce(sum(paid), 0) AS bigint), CAST(coalesce(sum(refunded), 0) AS bigint) FROM orders
            WHERE state = 'paid' AND placed_at >= $1
            """,
            at => sales = new(at.Number(), at.Number(), at.Number()),
            from)).ConfigureAwait(false);
        return sales;
    }

    public static Task<IReadOnlyList<Numbered<CampaignFigures>>> Campaigns(SqlDatabase database, long? before, int limit) => CampaignsWhere(
        database, $"{database.Sql.CampaignNumber} < $1 ORDER BY {database.Sql.CampaignNumber} DESC LIMIT $2", before ?? long.MaxValue, (long)limit);

    public static async Task<CampaignFigures?> Campaign(SqlDatabase database, string campaignId) =>
        await CampaignsWhere(database, "id = $1", campaignId).ConfigureAwait(false) is [var found] ? found.Row : null;

    // A coupon is spent while its order is paid, and stays so when it had expired before its order was cancelled.
    private static async Task<IReadOnlyList<Numbered<CampaignFigures>>> CampaignsWhere(SqlDatabase database, string condition, params Argument[] args)
    {
        var campaigns = new List<Numbered<CampaignFigures>>();
        await database.Scan(Statement.Query(
            $"""
            WITH page AS (SELECT {database.Sql.CampaignNumber} AS number, {Tables.Campaigns.Select()} FROM campaigns WHERE {condition}),
            paid AS (
                SELECT campaign_id, count(*) AS used, sum(discount) AS discount FROM orders
                WHERE campaign_id IN (SELECT id FROM page) AND state = 'paid' AND campaign_id IS NOT NULL GROUP BY campaign_id),
            kept AS (
                SELECT orders.campaign_id, count(*) AS used FROM orders JOIN coupons ON coupons.id = orders.coupon_id AND coupons.order_id = orders.id
                WHERE orders.campaign_id IN (SELECT id FROM page) AND state = 'cancelled' AND orders.campaign_id IS NOT NULL GROUP BY orders.campaign_id)
            SELECT number, {Tables.Campaigns.Select("page.")}, coalesce(paid.used, 0) + coalesce(kept.used, 0), CAST(coalesce(paid.discount, 0) AS bigint)
            FROM page LEFT JOIN paid ON paid.campaign_id = page.id LEFT JOIN kept ON kept.campaign_id = page.id ORDER BY number DESC
            """,
            at => campaigns.Add(new(at.Number(), new(Read.Campaign(at), at.Number(), at.Number()))),
            args)).ConfigureAwait(false);
        return campaigns;
    }
}
