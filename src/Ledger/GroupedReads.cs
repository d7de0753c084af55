namespace ECommerce.Ledger;

/// <summary>
/// Reads for many callers in one query, as <see cref="GroupCommit"/> commits their events: one query is in flight, and while it is,
/// the next group fills. What a caller gets was read after they asked.
/// </summary>
/// <remarks>All methods throw <see cref="OverloadedException"/> when too many callers wait, and what the ledger throws.</remarks>
public sealed class GroupedReads : IAsyncDisposable
{
    private const int Batch = 200;
    private const int Queue = 20_000;

    private readonly Batcher<WalletKey, WalletSnapshot> _wallets;
    private readonly Batcher<string, IReadOnlyList<Coupon>> _coupons;
    private readonly Batcher<string, Campaign?> _campaigns;

    /// <summary>Over a ledger that stays its owner's to dispose.</summary>
    public GroupedReads(ILedger ledger) =>
        (_wallets, _coupons, _campaigns) = (new(ledger.Wallets, Batch, Queue), new(ledger.Coupons, Batch, Queue), new(ledger.Campaigns, Batch, Queue));

    /// <summary>A wallet and, in the same snapshot, which of the held orders are settled (paid or cancelled).</summary>
    public Task<WalletSnapshot> Wallet(string userId, IReadOnlyCollection<string> heldOrders) => _wallets.Add(new(userId, heldOrders));

    /// <summary>A user's coupons, newest first, at most <see cref="LedgerBounds.Coupons"/>.</summary>
    public Task<IReadOnlyList<Coupon>> Coupons(string userId) => _coupons.Add(userId);

    /// <summary>A campaign; null when there is none.</summary>
    public Task<Campaign?> Campaign(string campaignId) => _campaigns.Add(campaignId);

    /// <summary>Answers who waits, and takes nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _wallets.DisposeAsync().ConfigureAwait(false);
        await _coupons.DisposeAsync().ConfigureAwait(false);
        await _campaigns.DisposeAsync().ConfigureAwait(false);
    }
}
