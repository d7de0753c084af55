namespace ECommerce.Ledger;

// The keys of the rows that a batch may read or change. Each occurs once and in order, because locks are taken in order.
internal sealed class BatchKeys
{
    private readonly SortedSet<string> _orders = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _movedOrders = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _cancelledOrders = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _users = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _chargedUsers = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _charges = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _campaigns = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _usedCoupons = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _issuedCoupons = new(StringComparer.Ordinal);
    private readonly HashSet<(string CampaignId, string UserId)> _claims = [];
    private readonly SortedSet<string> _products = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _skus = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _pricedSkus = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _adjustments = new(StringComparer.Ordinal);

    public BatchKeys(IReadOnlyList<LedgerEvent> batch)
    {
        foreach (var change in batch)
        {
            Add(change);
        }
    }

    public string[] Orders => [.. _orders];

    // The orders that are paid or cancelled: stock of their lines moves.
    public string[] MovedOrders => [.. _movedOrders];

    // The orders that are cancelled, or units of them: what was taken back before counts.
    public string[] CancelledOrders => [.. _cancelledOrders];

    public string[] Users => [.. _users];

    public string[] ChargedUsers => [.. _chargedUsers];

    public string[] Charges => [.. _charges];

    public string[] Campaigns => [.. _campaigns];

    public string[] UsedCoupons => [.. _usedCoupons];

    public string[] IssuedCoupons => [.. _issuedCoupons];

    public IReadOnlyList<(string CampaignId, string UserId)> Claims => [.. _claims];

    public string[] Products => [.. _products];

    public string[] Skus => [.. _skus];

    // The variants whose prices are compared. They do not change.
    public string[] PricedSkus => [.. _pricedSkus];

    public string[] Adjustments => [.. _adjustments];

    // The rows that the batch may change and that may have been there before it, by table.
    public IEnumerable<(string Table, string Key, string[] Keys)> Changed =>
    [
        KeysOf(Tables.Orders, Orders),
        KeysOf(Tables.Wallets, Users),
        KeysOf(Tables.Campaigns, Campaigns),
        KeysOf(Tables.Coupons, UsedCoupons),
        KeysOf(Tables.Products, Products),
        KeysOf(Tables.Variants, Skus),
    ];

    private static (string Table, string Key, string[] Keys) KeysOf<TRow>(TableMap<TRow> table, string[] keys) =>
        (table.Name, table.Columns[0].Name, keys);

    private void Add(LedgerEvent change)
    {
        switch (change)
        {
            case WalletCharged charged:
                _users.Add(charged.UserId);
                _chargedUsers.Add(charged.UserId);
                _charges.Add(charged.Id);
                break;
            case WalletAdjusted adjusted:
                _users.Add(adjusted.UserId);
                _charges.Add(adjusted.Id);
                break;
            case CouponIssued issued:
                _campaigns.Add(issued.CampaignId);
                _issuedCoupons.Add(issued.Id);
                _claims.Add((issued.CampaignId, issued.UserId));
                break;
            case OrderPlaced placed:
                _orders.Add(placed.Id);
                _pricedSkus.UnionWith(placed.Order.Lines.Select(line => line.Sku));
                break;
            case OrderBought bought:
                AddMoved(bought.Order, bought.CouponId);
                break;
            case OrderPaid paid:
                AddMoved(paid.Order, paid.CouponId);
                break;
            case OrderCancelled cancelled:
                AddMoved(cancelled.Order, cancelled.Order.CouponId);
                _cancelledOrders.Add(cancelled.Order.Id);
                break;
            case ProductSaved saved:
                _products.Add(saved.Id);
                _skus.UnionWith(saved.Variants.Select(variant => variant.Sku));
                break;
            case ProductWithdrawn withdrawn:
                _products.Add(withdrawn.Id);
                break;
            case StockAdjusted adjusted:
                _skus.Add(adjusted.Sku);
                _adjustments.Add(adjusted.Id);
                break;
            case CampaignSaved or CampaignPaused:
                _campaigns.Add(change.Id);
                break;
        }
    }

    private void AddMoved(Order order, string? couponId)
    {
        _orders.Add(order.Id);
        _movedOrders.Add(order.Id);
        _users.Add(order.UserId);
        _skus.UnionWith(order.Lines.Select(line => line.Sku));
        if (couponId is not null)
        {
            _usedCoupons.Add(couponId);
        }
    }
}
