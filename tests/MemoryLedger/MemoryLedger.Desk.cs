namespace ECommerce.Ledger;

public sealed partial class MemoryLedger
{
    public Task<IReadOnlyList<Numbered<Order>>> Orders(OrderFilter filter, long? before, int limit)
    {
        lock (_lock)
        {
            var all = _orders.Select(order => new Numbered<Order>(order.Number, _books.Orders.Find(order.Row)!)).ToList();
            (DateTimeOffset PlacedAt, long Number) Place(Numbered<Order> order) =>
                (filter.UserId is null ? order.Row.PlacedAt : default, order.Number);
            var nearest = all.FindLast(order => order.Number <= before);
            return Answer(all
                .OrderByDescending(Place)
                .Where(order => before is not { } number || (nearest is not null && Place(order).CompareTo((Place(nearest).PlacedAt, number)) < 0))
                .Where(order => IsMeant(order.Row, filter))
                .Take(limit));
        }
    }

    public Task<UserFigures> User(string userId)
    {
        lock (_lock)
        {
            return Task.FromResult(new UserFigures(
                BalanceOf(userId), _ordersOfUser.GetValueOrDefault(userId, []).Count, _couponsOfUser.GetValueOrDefault(userId, []).Count));
        }
    }

    public Task<SalesFigures> Sales(DateTimeOffset from)
    {
        lock (_lock)
        {
            var paid = _books.Orders.Rows.Where(order => order.State == OrderState.Paid && order.PlacedAt >= from).ToList();
            return Task.FromResult(new SalesFigures(paid.Count, paid.Sum(order => order.Paid), paid.Sum(order => order.Refunded)));
        }
    }

    public Task<IReadOnlyList<Numbered<CampaignFigures>>> Campaigns(long? before, int limit)
    {
        lock (_lock)
        {
            return Answer(_books.Campaigns.Rows
                .Select((campaign, i) => new Numbered<CampaignFigures>(i + 1, Figures(campaign)))
                .Reverse()
                .Where(campaign => campaign.Number < (before ?? long.MaxValue))
                .Take(limit));
        }
    }

    public Task<CampaignFigures?> CampaignFigures(string campaignId)
    {
        lock (_lock)
        {
            return Task.FromResult(_books.Campaigns.Find(campaignId) is { } campaign ? Figures(campaign) : null);
        }
    }

    private static bool IsMeant(Order order, OrderFilter filter) =>
        (filter.UserId is null || order.UserId == filter.UserId)
        && (filter.State is null || order.State == filter.State)
        && (filter.Sku is null || order.Lines.Any(line => line.Sku == filter.Sku))
        && (filter.From is null || order.PlacedAt >= filter.From)
        && (filter.To is null || order.PlacedAt < filter.To);

    private CampaignFigures Figures(Campaign campaign) => new(
        campaign,
        _books.Coupons.Rows.Count(coupon => coupon.CampaignId == campaign.Id && coupon.OrderId is not null),
        _books.Orders.Rows.Where(order => order.CampaignId == campaign.Id && order.State == OrderState.Paid).Sum(order => order.Discount));
}
