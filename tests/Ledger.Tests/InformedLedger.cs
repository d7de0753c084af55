using System.Reflection;

namespace ECommerce.Ledger.Tests;

// Gives each event what a grain would know of its campaign or coupon. It is looked up before the batch: what the batch itself
// changes is not in it.
internal class InformedLedger : DispatchProxy
{
    private ILedger _ledger = null!;

    public static ILedger Over(ILedger ledger)
    {
        var informed = Create<ILedger, InformedLedger>();
        ((InformedLedger)informed)._ledger = ledger;
        return informed;
    }

    protected override object? Invoke(MethodInfo? method, object?[]? args) => method!.Name == nameof(ILedger.Commit)
        ? Commit((IReadOnlyList<LedgerEvent>)args![0]!)
        : method.Invoke(_ledger, BindingFlags.DoNotWrapExceptions, null, args, null);

    private async Task<IReadOnlyList<Verdict>> Commit(IReadOnlyList<LedgerEvent> batch) =>
        await _ledger.Commit([.. await Task.WhenAll(batch.Select(Informed))]);

    private async Task<LedgerEvent> Informed(LedgerEvent change) => change switch
    {
        CouponIssued issued => issued with { Campaign = (await _ledger.Campaign(issued.CampaignId, 0))?.Campaign },
        OrderPaid { CouponId: { } couponId } paid => paid with { Coupon = await Coupon(paid.Order.UserId, couponId) },
        OrderBought { CouponId: { } couponId } bought => bought with { Coupon = await Coupon(bought.Order.UserId, couponId) },
        _ => change,
    };

    private async Task<Coupon?> Coupon(string userId, string couponId) =>
        (await _ledger.Coupons(userId)).FirstOrDefault(coupon => coupon.Id == couponId);
}
