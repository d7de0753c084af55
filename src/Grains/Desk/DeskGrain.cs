namespace ECommerce.Grains;

// Keeps nothing.
[StatelessWorker]
internal sealed class DeskGrain(ILedger ledger, GroupedReads reads, TimeProvider clock) : Grain, IDeskGrain
{
    public async Task<Page<OrderView>> Orders(SearchOrders search, long? before, int limit)
    {
        var now = clock.Now();
        var orders = await ledger.Orders(search.ToFilter(now), before, limit + 1);
        var views = await Views([.. orders.Select(order => order.Row)], now);
        return orders.ToPage(limit, order => views[order.Id]);
    }

    public async Task<OrderView?> Order(string orderId) =>
        await ledger.Order(orderId) is { } order ? (await Views([order], clock.Now()))[orderId] : null;

    public async Task<UserView> User(string userId)
    {
        var figures = await ledger.User(userId);
        return new(userId, figures.Balance, "KRW", figures.Orders, figures.Coupons);
    }

    public async Task<Page<WalletEntryView>> Entries(string userId, long? before, int limit) =>
        (await ledger.WalletEntries(userId, before, limit + 1)).ToPage(limit, entry => entry.ToOperatorsView());

    public async Task<IReadOnlyList<CouponView>> Coupons(string userId)
    {
        var now = clock.Now();
        return [.. (await reads.Coupons(userId)).Select(coupon => coupon.ToView(now))];
    }

    public async Task<Page<CampaignView>> Campaigns(long? before, int limit) =>
        (await ledger.Campaigns(before, limit + 1)).ToPage(limit, campaign => campaign.ToOperatorsView());

    public async Task<SalesView> Sales(DateTimeOffset from)
    {
        var sales = await ledger.Sales(from);
        return new(sales.Orders, sales.Paid - sales.Refunded, sales.Refunded);
    }

    /// <summary>By id. Which coupons could pay an order is shown while it can be paid.</summary>
    private async Task<Dictionary<string, OrderView>> Views(IReadOnlyList<Order> orders, DateTimeOffset now)
    {
        var refunds = await ledger.RefundsOf(orders);
        var views = orders.Select(async order =>
        {
            var coupons = order.State == OrderState.Open && !order.IsExpired(now) ? await reads.Coupons(order.UserId) : [];
            return order.ToOperatorsView(coupons, now, [.. refunds[order.Id]]);
        });
        return (await Task.WhenAll(views)).ToDictionary(view => view.Id);
    }
}
