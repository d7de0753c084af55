namespace ECommerce.Grains.Tests;

/// <summary>The memory ledger behind a gate: holds a commit, loses its outcome, or counts what is read.</summary>
internal sealed class GatedLedger(MemoryLedger inner) : ILedger
{
    private readonly List<Gate> _gates = [];
    private int _productReads;

    public MemoryLedger Inner => inner;

    /// <summary>How often a product was read.</summary>
    public int ProductReads => _productReads;

    /// <summary>Fails the next commit: the caller cannot know whether it happened.</summary>
    public Loss NextCommit { get; set; }

    /// <summary>Fails the next marking of orders as taken from the cart, as a crash right before it would.</summary>
    public bool FailTakenFromCart { get; set; }

    /// <summary>Runs before each read of a product.</summary>
    public Func<Task> OnProductRead { get; set; } = () => Task.CompletedTask;

    /// <summary>Holds the first commit that names this event, until it is opened.</summary>
    public Gate Hold(string eventId) => Hold(new Gate(batch => batch.Any(change => change.Id == eventId)));

    public async Task<IReadOnlyList<Verdict>> Commit(IReadOnlyList<LedgerEvent> batch)
    {
        if (TakeGate(batch) is { } gate)
        {
            await gate.Pass();
        }

        var loss = NextCommit;
        NextCommit = Loss.None;
        if (loss == Loss.Before)
        {
            throw new LedgerUncertainException("The connection went away; nothing had happened.");
        }

        var verdicts = await inner.Commit(batch);
        return loss == Loss.After ? throw new LedgerUncertainException("The connection went away; it had happened.") : verdicts;
    }

    public Task TakenFromCart(IReadOnlyCollection<string> orderIds)
    {
        if (FailTakenFromCart)
        {
            FailTakenFromCart = false;
            throw new LedgerUnavailableException("The process dies here.");
        }

        return inner.TakenFromCart(orderIds);
    }

    public async Task<ProductSnapshot?> Product(string productId, IReadOnlyCollection<string> heldOrders)
    {
        Interlocked.Increment(ref _productReads);
        await OnProductRead();

        // A read takes its time: others get their turn meanwhile.
        await Task.Yield();
        return await inner.Product(productId, heldOrders);
    }

    public void OpenAll()
    {
        lock (_gates)
        {
            _gates.ForEach(gate => gate.Open());
        }
    }

    public Task Open() => inner.Open();

    public Task<WalletSnapshot> Wallet(string userId, IReadOnlyCollection<string> heldOrders) => inner.Wallet(userId, heldOrders);

    public Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(string userId, long? before, int limit) =>
        inner.WalletEntries(userId, before, limit);

    public Task<IReadOnlyList<Coupon>> Coupons(string userId) => inner.Coupons(userId);

    public Task<Order?> Order(string orderId) => inner.Order(orderId);

    public Task<IReadOnlyList<Numbered<Order>>> Orders(string userId, long? before, int limit) => inner.Orders(userId, before, limit);

    public Task<IReadOnlyList<Order>> PaidFromCart(string userId) => inner.PaidFromCart(userId);

    public Task<IReadOnlyList<SoldVariant>> Variants(IReadOnlyCollection<string> skus) => inner.Variants(skus);

    public Task<CatalogueSnapshot> Catalogue(CatalogueCursor? since) => inner.Catalogue(since);

    public Task<CampaignSnapshot?> Campaign(string campaignId, long issuedAfter) => inner.Campaign(campaignId, issuedAfter);

    public Task<IReadOnlyList<Campaign>> Campaigns(DateTimeOffset endingAfter) => inner.Campaigns(endingAfter);

    public Task<IReadOnlyList<ProductSales>> UnitsSold(DateTimeOffset fromHour) => inner.UnitsSold(fromHour);

    public Task<AuditView> Audit() => inner.Audit();

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private Gate Hold(Gate gate)
    {
        lock (_gates)
        {
            _gates.Add(gate);
        }

        return gate;
    }

    private Gate? TakeGate(IReadOnlyList<LedgerEvent> batch)
    {
        lock (_gates)
        {
            var at = _gates.FindIndex(gate => gate.IsFor(batch));
            if (at < 0)
            {
                return null;
            }

            var gate = _gates[at];
            _gates.RemoveAt(at);
            return gate;
        }
    }
}
