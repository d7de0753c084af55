namespace ECommerce.Simulation.Hunting;

internal sealed partial class Auditor
{
    /// <summary>Nothing can refuse it.</summary>
    public void Done<TValue, TRefusal>(Outcome<TValue, TRefusal> answer)
        where TValue : class
        where TRefusal : struct, Enum
    {
        Require(answer.Refusal is null, "nothing refuses this");
        Count(typeof(TValue).Name);
    }

    public void Charged(Outcome<ChargeView, WalletRefusal> answer, ChargeWallet command, Window window)
    {
        var entry = window.Last.Entries.Find(found => found.Id == command.ChargeId);
        if (answer.Value is { } charge)
        {
            Require(entry is not null && (entry.Amount, entry.Balance) == (charge.Amount, charge.Balance) && charge.Amount == command.Amount, $"the books say {entry}");
            Require(answer.Replayed || !window.First.Entries.Contains(entry!), "it was done before and is no replay");
            Count("charge");
            return;
        }

        Refused(answer.Refusal);
        Require(answer.Refusal == WalletRefusal.IdempotencyKeyReused && entry is not null && entry.Amount != command.Amount, $"the books say {entry}");
    }

    public void Adjusted(Outcome<WalletEntryView, WalletRefusal> answer, AdjustWallet command, string userId, Window window)
    {
        var entry = window.Last.Entries.Find(found => found.Id == command.EntryId);
        if (answer.Value is { } view)
        {
            Require(entry is not null && (entry.Amount, entry.Balance) == (view.Amount, view.Balance) && entry.Amount == command.Amount, $"the books say {entry}");
            Count("adjustment");
            return;
        }

        Refused(answer.Refusal);
        Require(
            answer.Refusal == WalletRefusal.IdempotencyKeyReused
                ? entry is not null && entry.Amount != command.Amount
                : window.Ever(state => state.Balance(userId) == answer.Facts!.Balance && state.Balance(userId) + command.Amount < 0 && !state.Entries.Exists(found => found.Id == command.EntryId)),
            "no moment explains it");
    }

    public void StockMoved(Outcome<StockView, ProductRefusal> answer, AdjustStock command, Window window)
    {
        var change = window.Last.StockChanges.GetValueOrDefault(command.AdjustmentId);
        if (answer.Value is { } view)
        {
            Require(change == new ModelStockChange(command.Sku, command.Delta, view.Stock), $"the books say {change}");
            Count("stock moved");
            return;
        }

        Refused(answer.Refusal);
        Require(
            answer.Refusal switch
            {
                ProductRefusal.IdempotencyKeyReused => change is not null && change.Delta != command.Delta,
                ProductRefusal.NegativeStock => window.Ever(state =>
                    state.Variants[command.Sku].Stock == answer.Facts!.Available && state.Variants[command.Sku].Stock + command.Delta < 0
                    && !state.StockChanges.ContainsKey(command.AdjustmentId)),
                _ => false,
            },
            "no moment explains it");
    }

    public void Claimed(IReadOnlyList<Outcome<CouponView, CampaignRefusal>> answers, string userId, Window window)
    {
        var answer = answers.Single();
        if (answer.Value is { } coupon)
        {
            CheckCoupon(coupon, window.Last.CouponOf(coupon.CampaignId, userId), window);
            Require(window.First.CouponOf(coupon.CampaignId, userId) is null, "this user had it before");
            Count("coupon");
            return;
        }

        Refused(answer.Refusal);
        Require(
            answer.Refusal switch
            {
                CampaignRefusal.AlreadyIssued => window.Last.CouponOf(ShopSetting.CampaignId, userId) is { } had && had.Id == answer.Facts!.CouponId,
                CampaignRefusal.NotOpen => window.WithFreshness().Ever((state, at) =>
                    state.CouponOf(ShopSetting.CampaignId, userId) is null && !state.Campaigns[ShopSetting.CampaignId].TakesClaims(at)),
                // A campaign that was read within the last second has seen the coupons since, and nothing of another host.
                CampaignRefusal.SoldOut => window.WithFreshness().Ever(state =>
                    state.CouponOf(ShopSetting.CampaignId, userId) is null
                    && state.Campaigns[ShopSetting.CampaignId].Quantity <= window.Last.Campaigns[ShopSetting.CampaignId].Issued),
                _ => false,
            },
            "no moment of the last second explains it");
    }

    public void Given(Outcome<CouponView, CampaignRefusal> answer, string userId, Window window)
    {
        if (answer.Value is { } coupon)
        {
            CheckCoupon(coupon, window.Last.CouponOf(coupon.CampaignId, userId), window);
            Count("coupon given");
            return;
        }

        Refused(answer.Refusal);
        Require(
            answer.Refusal == CampaignRefusal.AlreadyIssued
                ? window.Last.CouponOf(ShopSetting.CampaignId, userId)?.Id == answer.Facts!.CouponId
                : window.Ever(state => state.Campaigns[ShopSetting.CampaignId] is var campaign && campaign.Issued >= campaign.Quantity
                    && state.CouponOf(ShopSetting.CampaignId, userId) is null),
            "no moment explains it");
    }

    public void CampaignSaved(Outcome<SavedCampaign, CampaignRefusal> answer, SaveCampaign command, Window window)
    {
        if (answer.Value is not null)
        {
            Require(window.Ever(state => state.Campaigns[ShopSetting.CampaignId].Quantity == command.Quantity), "the campaign never was as it was saved");
            return;
        }

        Refused(answer.Refusal);
        Require(window.Ever(state => state.Campaigns[ShopSetting.CampaignId].Issued == answer.Facts!.Available && answer.Facts.Available > command.Quantity), "no moment explains it");
    }

    private static void CheckCoupon(CouponView view, ModelCoupon? coupon, Window window)
    {
        Require(coupon is not null && view.Id == coupon.Id && (view.IssuedAt, view.ExpiresAt) == (coupon.IssuedAt, coupon.ExpiresAt), $"the books say {coupon}");
        Require((view.Discount, view.MinimumOrder) == (coupon!.Discount, coupon.MinimumOrder), $"the books say {coupon}");
        Require(window.Ever((state, at) => state.Coupons.GetValueOrDefault(view.Id) is { } then && StatusOf(then, at) == view.Status), "its status never was that");
    }

    private static CouponStatus StatusOf(ModelCoupon coupon, DateTimeOffset at) =>
        coupon.OrderId is not null ? CouponStatus.Used : coupon.IsOver(at) ? CouponStatus.Expired : CouponStatus.Usable;

    private void Refused<TRefusal>(TRefusal refusal) => Count($"{refusal}");

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new Violation(what + ".");
        }
    }
}
