namespace ECommerce.Ledger.Tests;

// A memory ledger whose first commit waits until it is let go.
internal sealed class HeldLedger : ILedger
{
    private readonly MemoryLedger _ledger = new();
    private readonly TaskCompletionSource _begun = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Thrown by the first commit.
    public Exception? Failure { get; set; }

    public List<int> Sizes { get; } = [];

    public Task Begun() => _begun.Task;

    public void LetGo() => _gate.SetResult();

    public async Task<IReadOnlyList<Verdict>> Commit(IReadOnlyList<LedgerEvent> batch, bool waits = true)
    {
        Sizes.Add(batch.Count);
        _begun.TrySetResult();
        await _gate.Task;
        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }

        return await _ledger.Commit(batch, waits);
    }

    public Task Open() => _ledger.Open();

    public Task Probe() => _ledger.Probe();

    public Task<long> Balance(string userId) => _ledger.Balance(userId);

    public Task<IReadOnlyList<WalletSnapshot>> Wallets(IReadOnlyList<WalletKey> wallets) => _ledger.Wallets(wallets);

    public Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(string userId, long? before, int limit) => _ledger.WalletEntries(userId, before, limit);

    public Task<IReadOnlyList<IReadOnlyList<Coupon>>> Coupons(IReadOnlyList<string> userIds) => _ledger.Coupons(userIds);

    public Task<Order?> Order(string orderId) => _ledger.Order(orderId);

    public Task<IReadOnlyList<Numbered<Order>>> Orders(string userId, long? before, int limit) => _ledger.Orders(userId, before, limit);

    public Task<IReadOnlyList<Refund>> Refunds(IReadOnlyCollection<string> orderIds) => _ledger.Refunds(orderIds);

    public Task<IReadOnlyList<Order>> PaidFromCart(string userId) => _ledger.PaidFromCart(userId);

    public Task TakenFromCart(IReadOnlyCollection<string> orderIds) => _ledger.TakenFromCart(orderIds);

    public Task<ProductSnapshot?> Product(string productId, IReadOnlyCollection<string> heldOrders) => _ledger.Product(productId, heldOrders);

    public Task<IReadOnlyList<SoldVariant>> Variants(IReadOnlyCollection<string> skus) => _ledger.Variants(skus);

    public Task<IReadOnlyList<SoldVariant>> VariantsEverSold(IReadOnlyCollection<string> skus) => _ledger.VariantsEverSold(skus);

    public Task<IReadOnlyList<Variant>> Skus(IReadOnlyCollection<string> skus) => _ledger.Skus(skus);

    public Task<IReadOnlyList<ProductSnapshot>> Products(ProductStatus? status, long? before, int limit) => _ledger.Products(status, before, limit);

    public Task<CatalogueSnapshot> Catalogue(CatalogueCursor? since) => _ledger.Catalogue(since);

    public Task<CampaignSnapshot?> Campaign(string campaignId, long issuedAfter) => _ledger.Campaign(campaignId, issuedAfter);

    public Task<IReadOnlyList<Campaign?>> Campaigns(IReadOnlyList<string> campaignIds) => _ledger.Campaigns(campaignIds);

    public Task<IReadOnlyList<Campaign>> Campaigns(DateTimeOffset endingAfter) => _ledger.Campaigns(endingAfter);

    public Task<IReadOnlyList<ProductSales>> UnitsSold(DateTimeOffset from) => _ledger.UnitsSold(from);

    public Task ForgetMinutes(DateTimeOffset before) => _ledger.ForgetMinutes(before);

    public Task<IReadOnlyList<ProductSales>> UnitsSold(IReadOnlyCollection<string> productIds) => _ledger.UnitsSold(productIds);

    public Task<IReadOnlyList<Numbered<Order>>> Orders(OrderFilter filter, long? before, int limit) => _ledger.Orders(filter, before, limit);

    public Task<UserFigures> User(string userId) => _ledger.User(userId);

    public Task<SalesFigures> Sales(DateTimeOffset from) => _ledger.Sales(from);

    public Task<IReadOnlyList<Numbered<CampaignFigures>>> Campaigns(long? before, int limit) => _ledger.Campaigns(before, limit);

    public Task<CampaignFigures?> CampaignFigures(string campaignId) => _ledger.CampaignFigures(campaignId);

    public Task<IReadOnlyList<Numbered<Order>>> Orders(DateTimeOffset from, DateTimeOffset to, long after, int limit) =>
        _ledger.Orders(from, to, after, limit);

    public Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(DateTimeOffset from, DateTimeOffset to, long after, int limit) =>
        _ledger.WalletEntries(from, to, after, limit);

    public Task<IReadOnlyList<Numbered<LogEntry>>> Log(LogSearch search, long? before, int limit) => _ledger.Log(search, before, limit);

    public Task<AuditView> Audit(AuditMark? since = null) => _ledger.Audit(since);
}
