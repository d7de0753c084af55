namespace ECommerce.Ledger;

/// <summary>Reads of one thing, where many can be read at once.</summary>
public static class LedgerReads
{
    /// <summary>A wallet and, in the same snapshot, which of the held orders are settled (paid or cancelled).</summary>
    public static async Task<WalletSnapshot> Wallet(this ILedger ledger, string userId, IReadOnlyCollection<string> heldOrders) =>
        (await ledger.Wallets([new(userId, heldOrders)]).ConfigureAwait(false))[0];

    /// <summary>A user's coupons, newest first, at most <see cref="LedgerBounds.Coupons"/>.</summary>
    public static async Task<IReadOnlyList<Coupon>> Coupons(this ILedger ledger, string userId) =>
        (await ledger.Coupons([userId]).ConfigureAwait(false))[0];
}
