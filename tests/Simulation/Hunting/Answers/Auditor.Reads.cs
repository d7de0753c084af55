namespace ECommerce.Simulation.Hunting;

// What a user reads of the own things was true between question and answer; what everybody reads may be a second old.
internal sealed partial class Auditor
{
    public void CartSeen(CartView view, string userId, Window window)
    {
        var seen = Summed([.. view.Items.Select(item => new StockLine(item.Sku, item.Quantity))]);
        Require(window.Ever(state => ModelCart.AreEqual(state.Cart(userId), seen)), $"the cart holds {ModelCart.Tell(window.Last.Cart(userId))}");
        Require(
            view.Items.All(item => window.Ever(state => state.Variants.GetValueOrDefault(item.Sku) is { } variant
                && (variant.Price, variant.IsSold, item.Sold ? variant.Stock : 0) == (item.Price, item.Sold, item.Available))),
            "a price or a stock never was that");
        Count("cart");
    }

    public void CartChanged(Outcome<CartView, CartRefusal> answer, CartAsk ask, string userId, Window window)
    {
        if (answer.Value is { } view)
        {
            CartSeen(view, userId, window);
            return;
        }

        Refused(answer.Refusal);
        Require(
            answer.Refusal == CartRefusal.UnknownSku && window.Ever(state => !state.IsSold(ask.Sku!)),
            "no moment explains it");
    }

    public void OrderSeen(OrderView? view, string orderId, string userId, Window window)
    {
        Require(
            view is null
                ? window.Ever(state => state.Orders.GetValueOrDefault(orderId)?.UserId != userId)
                : window.Ever((state, at) => state.Orders.GetValueOrDefault(orderId) is { } order && IsView(view, order, at)),
            $"the books say {window.Last.Orders.GetValueOrDefault(orderId)}");
        Count("order seen");
    }

    public void OrdersSeen(Page<OrderView> page, string userId, Window window)
    {
        Require(
            window.Ever((state, _) => state.Placed.Where(id => state.Orders[id].UserId == userId).Reverse().SequenceEqual(page.Items.Select(view => view.Id))
                && page.Items.All(view => window.Ever((_, at) => IsView(view, state.Orders[view.Id], at)))),
            "they never were these");
        Count("orders seen");
    }

    public void WalletSeen(WalletView view, string userId, Window window)
    {
        Require(window.Ever(state => state.Balance(userId) == view.Balance), $"the balance is {window.Last.Balance(userId)}");
        Count("wallet seen");
    }

    public void EntriesSeen(Page<WalletEntryView> page, string userId, Window window)
    {
        var seen = page.Items.Select(entry => (entry.Id, entry.Amount, entry.Balance, entry.OrderId)).ToList();
        Require(
            window.Ever(state => state.Entries.Where(entry => entry.UserId == userId).Reverse().Select(entry => (entry.Id, entry.Amount, entry.Balance, entry.OrderId)).SequenceEqual(seen)),
            "they never were these");
        Count("entries seen");
    }

    public void CouponsSeen(IReadOnlyList<CouponView> views, string userId, Window window)
    {
        Require(
            window.Ever(state => state.Coupons.Values.Count(coupon => coupon.UserId == userId) == views.Count
                && views.All(view => state.Coupons.GetValueOrDefault(view.Id) is { } coupon && coupon.UserId == userId && view.OrderId == coupon.OrderId
                    && window.Ever((_, at) => StatusOf(coupon, at) == view.Status))),
            "they never were these");
        Count("coupons seen");
    }

    public void ProductSeen(ProductView? view, Window window)
    {
        Require(
            view is not null && window.WithFreshness().Ever(state =>
                state.Products[view.Id] == (view.Status == ProductStatus.Archived)
                && view.Variants.All(seen => state.Variants.GetValueOrDefault(seen.Sku) is { } variant && variant.Price == seen.Price
                    && MayBeSeen(seen.Stock, variant.Stock, state, window.Last, seen.Sku))),
            "it was not that within the last second");
        Count("product seen");
    }

    public void CampaignSeen(CampaignView? view, Window window)
    {
        Require(
            view is not null && window.Ever(state => state.Campaigns[view.Id] is var campaign
                && (campaign.Quantity, campaign.Quantity - campaign.Issued, campaign.Paused) == (view.Quantity, view.Remaining, view.Paused ?? false)),
            "it never was that");
        Count("campaign seen");
    }

    public void BestSellersSeen(SalesRanking ranking, Window window)
    {
        var from = ranking.AsOf - TimeSpan.FromHours(72);
        from = from.AddTicks(-(from.Ticks % TimeSpan.TicksPerMinute));
        var seen = ranking.Products.Select(sales => (sales.ProductId, sales.UnitsSold)).ToList();
        Require(
            window.WithFreshness().Ever(state => state.Orders.Values
                .Where(order => order.PaidAt >= from)
                .SelectMany(order => order.Lines)
                .GroupBy(line => line.ProductId, (id, lines) => (ProductId: id, UnitsSold: lines.Sum(line => (long)line.Quantity - line.Cancelled)))
                .Where(sales => sales.UnitsSold > 0)
                .OrderByDescending(sales => sales.UnitsSold).ThenBy(sales => sales.ProductId, StringComparer.Ordinal)
                .SequenceEqual(seen)),
            "they were not these within the last second");
        Count("best sellers seen");
    }

    private static bool IsView(OrderView view, ModelOrder order, DateTimeOffset at)
    {
        var status = order.State switch
        {
            OrderState.Paid => OrderStatus.Paid,
            OrderState.Cancelled => OrderStatus.Cancelled,
            OrderState.Open => order.IsTooOld(at) ? OrderStatus.Expired : OrderStatus.AwaitingPayment,
        };
        return (view.Id, view.Status, view.Total, view.Discount, view.Paid, view.Refunded, view.CouponId)
            == (order.Id, status, order.Total, order.Discount, order.Paid, order.Refunded, order.CouponId)
            && Same.Lines(view.Items, order.Lines) is null;
    }
}
