namespace ECommerce.Ledger;

/// <summary>In the place of the product's, whose loop runs on the thread pool: reads one by one.</summary>
internal sealed class GroupedReads(ILedger ledger)
{
    public Task<WalletSnapshot> Wallet(string userId, IReadOnlyCollection<string> heldOrders) => ledger.Wallet(userId, heldOrders);

    public Task<IReadOnlyList<Coupon>> Coupons(string userId) => ledger.Coupons(userId);

    public async Task<Campaign?> Campaign(string campaignId) => (await ledger.Campaigns([campaignId]))[0];
}
