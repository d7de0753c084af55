namespace ECommerce.Ledger;

// Head: the hash of its newest entry that has one; null: no entry has.
internal sealed record Wallet(string UserId, long Balance, byte[]? Head = null);

// Units of a product in the hour or the minute that begins then.
internal sealed record SalesRow(DateTimeOffset Begins, string ProductId, long Units);

// The tables that the guards read and change. A database loads the rows that a batch names into new books, and writes what
// changed. A ledger in memory keeps the same books for ever.
internal sealed class Books
{
    private readonly Dictionary<(string CampaignId, string UserId), string> _couponIds = [];
    private readonly Dictionary<string, HashSet<string>> _skus = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Refund>> _refunds = new(StringComparer.Ordinal);
    private readonly List<SalesRow> _sales = [];
    private readonly List<PaymentEvent> _paymentEvents = [];
    private readonly List<LogEntry> _log = [];

    public Books()
    {
        Coupons = new(row => row.Id, row => _couponIds[(row.CampaignId, row.UserId)] = row.Id);
        Variants = new(row => row.Sku, Index);
        Refunds = new(row => row.Id, Index);
    }

    public Table<Wallet> Wallets { get; } = new(row => row.UserId);

    public Table<WalletEntry> WalletEntries { get; } = new(row => row.Id);

    public Table<Campaign> Campaigns { get; } = new(row => row.Id);

    public Table<Coupon> Coupons { get; }

    public Table<Order> Orders { get; } = new(row => row.Id);

    public Table<Refund> Refunds { get; }

    public Table<Product> Products { get; } = new(row => row.Id);

    public Table<Variant> Variants { get; }

    public Table<StockAdjustment> StockAdjustments { get; } = new(row => row.Id);

    // Units that were sold since the last ClearChanges, at the time of their payment; negative when they were taken back.
    public IReadOnlyList<SalesRow> Sales => _sales;

    // Those that were added since the last ClearChanges.
    public IReadOnlyList<PaymentEvent> PaymentEvents => _paymentEvents;

    // Those that were added since the last ClearChanges.
    public IReadOnlyList<LogEntry> Log => _log;

    public Coupon? CouponOf(string campaignId, string userId) =>
        _couponIds.TryGetValue((campaignId, userId), out var id) ? Coupons.Find(id) : null;

    // Also those that it no longer has, as long as no other product took them.
    public IEnumerable<Variant> VariantsOf(string productId) =>
        _skus.GetValueOrDefault(productId, []).Select(sku => Variants.Find(sku)!).Where(variant => variant.ProductId == productId);

    // Those that are known here of an order, oldest first.
    public IReadOnlyList<Refund> RefundsOf(string orderId) => [.. _refunds.GetValueOrDefault(orderId, []).OrderBy(refund => refund.Number)];

    public void AddSales(DateTimeOffset at, string productId, long units) => _sales.Add(new(at, productId, units));

    public void AddPaymentEvent(PaymentEvent paymentEvent) => _paymentEvents.Add(paymentEvent);

    // What an operator changed, from and to; nothing where no operator acts.
    public void AddLog(Act? by, string subject, object? before, object? after)
    {
        if (by is not null)
        {
            _log.Add(new(by.Actor, by.Action, subject, by.Reason, LogForm.Write(before), LogForm.Write(after), by.At));
        }
    }

    // To be called when what was inserted, updated and added has been written.
    public void ClearChanges()
    {
        Wallets.ClearChanges();
        WalletEntries.ClearChanges();
        Campaigns.ClearChanges();
        Coupons.ClearChanges();
        Orders.ClearChanges();
        Refunds.ClearChanges();
        Products.ClearChanges();
        Variants.ClearChanges();
        StockAdjustments.ClearChanges();
        _sales.Clear();
        _paymentEvents.Clear();
        _log.Clear();
    }

    public static DateTimeOffset Hour(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero);

    public static DateTimeOffset Minute(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private void Index(Refund refund)
    {
        if (!_refunds.TryGetValue(refund.OrderId, out var refunds))
        {
            _refunds[refund.OrderId] = refunds = [];
        }

        refunds.Add(refund);
    }

    private void Index(Variant variant)
    {
        if (!_skus.TryGetValue(variant.ProductId, out var skus))
        {
            _skus[variant.ProductId] = skus = new(StringComparer.Ordinal);
        }

        skus.Add(variant.Sku);
    }
}
