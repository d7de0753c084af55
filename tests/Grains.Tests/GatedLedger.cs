using System.Collections.Concurrent;

namespace ECommerce.Grains.Tests;

/// <summary>The memory ledger behind a gate: holds a commit, loses its outcome, delays or fails a read, and counts.</summary>
internal sealed class GatedLedger(MemoryLedger inner) : ILedger
{
    private readonly List<(string EventId, Gate Gate)> _gates = [];
    private readonly ConcurrentQueue<string> _reads = [];
    private int _events;
    private int _refusals;

    public MemoryLedger Inner => inner;

    /// <summary>What was read, in order: the names of the methods.</summary>
    public IReadOnlyCollection<string> Reads => _reads;

    /// <summary>How often a product was read.</summary>
    public int ProductReads => _reads.Count(name => name == nameof(Product));

    /// <summary>How many events came to be committed.</summary>
    public int Events => _events;

    /// <summary>How many events the ledger refused: those that a grain let through and should not have, or could not know.</summary>
    public int Refusals => _refusals;

    /// <summary>Where the last commit ran.</summary>
    public TaskScheduler? CommitScheduler { get; private set; }

    /// <summary>Fails the next commit: the caller cannot know whether it happened.</summary>
    public Loss NextCommit { get; set; }

    /// <summary>Runs before each read of a product.</summary>
    public Func<Task> BeforeProduct { get; set; } = Nothing;

    /// <summary>Runs before each read of wallets.</summary>
    public Func<Task> BeforeWallet { get; set; } = Nothing;

    /// <summary>Runs after each read of variants.</summary>
    public Func<Task> AfterVariants { get; set; } = Nothing;

    /// <summary>Runs before each read of the orders that were paid from a cart.</summary>
    public Func<Task> BeforePaidFromCart { get; set; } = Nothing;

    /// <summary>Runs before each read of campaigns by their ids.</summary>
    public Func<Task> BeforeCampaigns { get; set; } = Nothing;

    /// <summary>Runs before orders are marked as taken from the cart.</summary>
    public Func<Task> BeforeTakenFromCart { get; set; } = Nothing;

    public static Task Nothing() => Task.CompletedTask;

    public static Task Down() => Task.FromException(new LedgerUnavailableException("The database is away."));

    /// <summary>Holds the first commit that names this event, until it is opened.</summary>
    public Gate Hold(string eventId)
    {
        lock (_gates)
        {
            var gate = new Gate();
            _gates.Add((eventId, gate));
            return gate;
        }
    }

    public async Task<IReadOnlyList<Verdict>> Commit(IReadOnlyList<LedgerEvent> batch, bool waits = true)
    {
        CommitScheduler = TaskScheduler.Current;
        Interlocked.Add(ref _events, batch.Count);
        await PassGate(batch);

        var loss = NextCommit;
        NextCommit = Loss.None;
        if (loss == Loss.Before)
        {
            throw new LedgerUncertainException("The connection went away; nothing had happened.");
        }

        var verdicts = await inner.Commit(batch, waits);
        Interlocked.Add(ref _refusals, verdicts.Count(verdict => verdict.Kind == VerdictKind.Refused));
        return loss == Loss.After ? throw new LedgerUncertainException("The connection went away; it had happened.") : verdicts;
    }

    public async Task<ProductSnapshot?> Product(string productId, IReadOnlyCollection<string> heldOrders)
    {
        _reads.Enqueue(nameof(Product));
        await BeforeProduct();

        // A read takes its time: others get their turn meanwhile.
        await Task.Yield();
        return await inner.Product(productId, heldOrders);
    }

    public async Task<IReadOnlyList<WalletSnapshot>> Wallets(IReadOnlyList<WalletKey> wallets)
    {
        _reads.Enqueue(nameof(Wallets));
        await BeforeWallet();
        return await inner.Wallets(wallets);
    }

    public Task<IReadOnlyList<Refund>> Refunds(IReadOnlyCollection<string> orderIds) => inner.Refunds(orderIds);

    public async Task<IReadOnlyList<Order>> PaidFromCart(string userId)
    {
        await BeforePaidFromCart();
        return await inner.PaidFromCart(userId);
    }

    public async Task TakenFromCart(IReadOnlyCollection<string> orderIds)
    {
        await BeforeTakenFromCart();
        await inner.TakenFromCart(orderIds);
    }

    /// <summary>Forgets what was read up to now.</summary>
    public void ForgetReads() => _reads.Clear();

    public void OpenAll()
    {
        lock (_gates)
        {
            _gates.ForEach(held => held.Gate.Open());
        }
    }

    public Task Open() => inner.Open();

    public Task Probe() => inner.Probe();

    public Task<long> Balance(string userId) => inner.Balance(userId);

    public Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(string userId, long? before, int limit) =>
        inner.WalletEntries(userId, before, limit);

    public Task<IReadOnlyList<IReadOnlyList<Coupon>>> Coupons(IReadOnlyList<string> userIds)
    {
        _reads.Enqueue(nameof(Coupons));
        return inner.Coupons(userIds);
    }

    public Task<Order?> Order(string orderId)
    {
        _reads.Enqueue(nameof(Order));
        return inner.Order(orderId);
    }

    public Task<IReadOnlyList<Numbered<Order>>> Orders(string userId, long? before, int limit) => inner.Orders(userId, before, limit);

    public async Task<IReadOnlyList<SoldVariant>> Variants(IReadOnlyCollection<string> skus)
    {
        _reads.Enqueue(nameof(Variants));
        var variants = await inner.Variants(skus);
        await AfterVariants();
        return variants;
    }

    public Task<IReadOnlyList<SoldVariant>> VariantsEverSold(IReadOnlyCollection<string> skus)
    {
        _reads.Enqueue(nameof(VariantsEverSold));
        return inner.VariantsEverSold(skus);
    }

    public Task<IReadOnlyList<Variant>> Skus(IReadOnlyCollection<string> skus) => inner.Skus(skus);

    public Task<IReadOnlyList<ProductSnapshot>> Products(ProductStatus? status, long? before, int limit) => inner.Products(status, before, limit);

    public Task<CatalogueSnapshot> Catalogue(CatalogueCursor? since) => inner.Catalogue(since);

    public Task<CampaignSnapshot?> Campaign(string campaignId, long issuedAfter) => inner.Campaign(campaignId, issuedAfter);

    public async Task<IReadOnlyList<Campaign?>> Campaigns(IReadOnlyList<string> campaignIds)
    {
        _reads.Enqueue(nameof(Campaigns) + " by id");
        await BeforeCampaigns();
        return await inner.Campaigns(campaignIds);
    }

    public Task<IReadOnlyList<Campaign>> Campaigns(DateTimeOffset endingAfter) => inner.Campaigns(endingAfter);

    public Task<IReadOnlyList<ProductSales>> UnitsSold(DateTimeOffset from) => inner.UnitsSold(from);

    public Task ForgetMinutes(DateTimeOffset before) => inner.ForgetMinutes(before);

    public Task<IReadOnlyList<ProductSales>> UnitsSold(IReadOnlyCollection<string> productIds) => inner.UnitsSold(productIds);

    public Task<IReadOnlyList<Numbered<Order>>> Orders(OrderFilter filter, long? before, int limit) => inner.Orders(filter, before, limit);

    public Task<UserFigures> User(string userId) => inner.User(userId);

    public Task<SalesFigures> Sales(DateTimeOffset from) => inner.Sales(from);

    public Task<IReadOnlyList<Numbered<CampaignFigures>>> Campaigns(long? before, int limit) => inner.Campaigns(before, limit);

    public Task<CampaignFigures?> CampaignFigures(string campaignId) => inner.CampaignFigures(campaignId);

    public Task<IReadOnlyList<Numbered<Order>>> Orders(DateTimeOffset from, DateTimeOffset to, long after, int limit) =>
        inner.Orders(from, to, after, limit);

    public Task<IReadOnlyList<Numbered<WalletEntry>>> WalletEntries(DateTimeOffset from, DateTimeOffset to, long after, int limit) =>
        inner.WalletEntries(from, to, after, limit);

    public Task<IReadOnlyList<Numbered<LogEntry>>> Log(LogSearch search, long? before, int limit) => inner.Log(search, before, limit);

    public Task<AuditView> Audit(AuditMark? since = null) => inner.Audit(since);

    private Task PassGate(IReadOnlyList<LedgerEvent> batch)
    {
        lock (_gates)
        {
            var held = _gates.Find(held => !held.Gate.Reached.IsCompleted && batch.Any(change => change.Id == held.EventId));
            return held.Gate?.Pass() ?? Task.CompletedTask;
        }
    }
}
