namespace ECommerce.Grains;

// Called by one user at a time: best where the call comes in.
[PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class OrderListGrain(ILedger ledger, GroupedReads reads, TimeProvider clock) : Grain, IOrderListGrain
{
    public async Task<Page<OrderView>> Get(long? before, int limit)
    {
        var userId = this.GetPrimaryKeyString();
        var orders = await ledger.Orders(userId, before, limit + 1);
        var coupons = orders.Any(order => order.Row.State == OrderState.Open) ? await reads.Coupons(userId) : [];
        var refunds = await ledger.RefundsOf([.. orders.Select(order => order.Row)]);
        var now = clock.Now();
        return orders.ToPage(limit, order => order.ToView(coupons, now, [.. refunds[order.Id]]));
    }
}
