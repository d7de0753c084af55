namespace ECommerce.Grains;

/// <summary>From rows of the ledger to what operators see, and from what they look for to what the ledger knows.</summary>
internal static class DeskViews
{
    public static WalletEntryView ToOperatorsView(this WalletEntry entry) => entry.ToView() with { Reason = entry.Reason };

    public static CampaignView ToOperatorsView(this CampaignFigures figures) => figures.Campaign.ToView() with
    {
        Paused = figures.Campaign.Paused,
        Issued = figures.Campaign.Issued,
        Used = figures.Used,
        DiscountGiven = figures.DiscountGiven,
    };

    /// <summary>Whether an open order has expired follows from when it was placed: all can be paid for the same time.</summary>
    public static OrderFilter ToFilter(this SearchOrders search, DateTimeOffset now)
    {
        var filter = new OrderFilter(search.UserId, State: null, search.Sku, search.From, search.To);
        if (search.Status is not { } status)
        {
            return filter;
        }

        var oldestOpen = now - Bounds.OrderAge + TimeSpan.FromMilliseconds(1);
        return status switch
        {
            OrderStatus.AwaitingPayment => filter with { State = OrderState.Open, From = search.From > oldestOpen ? search.From : oldestOpen },
            OrderStatus.Expired => filter with { State = OrderState.Open, To = search.To < oldestOpen ? search.To : oldestOpen },
            OrderStatus.Paid => filter with { State = OrderState.Paid },
            OrderStatus.Cancelled => filter with { State = OrderState.Cancelled },
        };
    }
}
