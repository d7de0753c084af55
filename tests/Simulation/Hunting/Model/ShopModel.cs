using System.Collections.Immutable;

namespace ECommerce.Simulation.Hunting;

/// <summary>
/// The shop written a second time, as one sequence of commits: what each of them must come to, and what is true after it. It shares
/// with the product the data of events and none of its rules.
/// </summary>
internal sealed partial class ShopModel
{
    public State Now { get; private set; } = State.Empty;

    /// <summary>Applies an event and tells what the ledger's verdict must be.</summary>
    public Expected Apply(LedgerEvent change) => change switch
    {
        WalletCharged charged => Entry(charged.Id, charged.UserId, WalletEntryKind.Charge, charged.Amount, null),
        WalletAdjusted adjusted => Entry(adjusted.Id, adjusted.UserId, WalletEntryKind.Adjustment, adjusted.Amount, adjusted.Reason),
        CouponIssued issued => Issue(issued),
        OrderPlaced placed => Place(placed.Order),
        OrderBought bought => Buy(bought),
        OrderPaid paid => Pay(paid),
        OrderCancelled cancelled => Cancel(cancelled),
        StockAdjusted adjusted => Adjust(adjusted),
        ProductSaved saved => Save(saved),
        ProductWithdrawn withdrawn => Archive(withdrawn),
        CampaignSaved saved => Save(saved.Campaign),
        CampaignPaused paused => Pause(paused),
        _ => throw new InvalidOperationException($"The model does not know {change.GetType().Name}."),
    };

    /// <summary>A cart is another one.</summary>
    public void SetCart(string userId, ImmutableSortedDictionary<string, int> cart) => Now = Now with { Carts = Now.Carts.SetItem(userId, cart) };

    private Expected Entry(string id, string userId, WalletEntryKind kind, long amount, string? reason)
    {
        if (Now.Entries.Find(entry => entry.Id == id) is { } first)
        {
            return Expected.Duplicate(first);
        }

        return Now.Balance(userId) + amount < 0
            ? Expected.Refused(Guard.Balance, available: Now.Balance(userId))
            : Expected.Committed(AddEntry(id, userId, kind, amount, null, reason));
    }

    private ModelEntry AddEntry(string id, string userId, WalletEntryKind kind, long amount, string? orderId, string? reason = null)
    {
        var entry = new ModelEntry(id, userId, kind, amount, Now.Balance(userId) + amount, orderId, reason);
        Now = Now with { Entries = Now.Entries.Add(entry), Balances = Now.Balances.SetItem(userId, entry.Balance) };
        return entry;
    }

    private Expected Issue(CouponIssued issued)
    {
        if (Now.CouponOf(issued.CampaignId, issued.UserId) is { } first)
        {
            return Expected.Duplicate(first);
        }

        if (!Now.Campaigns.TryGetValue(issued.CampaignId, out var campaign))
        {
            return Expected.Refused(Guard.UnknownCampaign);
        }

        if (!issued.IsGiven && !campaign.TakesClaims(issued.At))
        {
            return Expected.Refused(Guard.CampaignNotOpen);
        }

        if (campaign.Quantity <= campaign.Issued)
        {
            return Expected.Refused(Guard.Quantity, available: campaign.Issued);
        }

        var coupon = new ModelCoupon(
            issued.Id, campaign.Id, issued.UserId, campaign.Discount, campaign.MinimumOrder, issued.At, issued.At + TimeSpan.FromDays(campaign.ValidDays), null);
        Now = Now with
        {
            Coupons = Now.Coupons.Add(coupon.Id, coupon),
            Campaigns = Now.Campaigns.SetItem(campaign.Id, campaign with { Issued = campaign.Issued + 1 }),
        };
        return Expected.Committed(coupon);
    }

    private Expected Adjust(StockAdjusted adjusted)
    {
        if (Now.StockChanges.TryGetValue(adjusted.Id, out var first))
        {
            return Expected.Duplicate(first);
        }

        if (!Now.Variants.TryGetValue(adjusted.Sku, out var variant))
        {
            return Expected.Refused(Guard.UnknownSku, adjusted.Sku);
        }

        if (variant.Stock + adjusted.Delta < 0)
        {
            return Expected.Refused(Guard.Stock, adjusted.Sku, variant.Stock);
        }

        var change = new ModelStockChange(adjusted.Sku, adjusted.Delta, variant.Stock + adjusted.Delta);
        Now = Now with { StockChanges = Now.StockChanges.Add(adjusted.Id, change), Variants = Now.Variants.SetItem(variant.Sku, variant with { Stock = change.Stock }) };
        return Expected.Committed(change);
    }

    private Expected Save(ProductSaved saved)
    {
        var variants = Now.Variants;
        foreach (var left in Now.Variants.Values.Where(variant => variant.ProductId == saved.Product.Id && variant.IsSold))
        {
            variants = variants.SetItem(left.Sku, left with { IsSold = false });
        }

        foreach (var named in saved.Variants)
        {
            // The stock counts only for a variant that is new.
            var stock = variants.TryGetValue(named.Sku, out var old) ? old.Stock : named.Stock ?? 0;
            variants = variants.SetItem(named.Sku, new(named.Sku, saved.Product.Id, named.Price, stock, IsSold: true));
        }

        var isSame = Now.Products.TryGetValue(saved.Product.Id, out var isArchived) && !isArchived && IsSame(variants);
        Now = Now with { Variants = variants, Products = Now.Products.SetItem(saved.Product.Id, false) };
        return new(isSame ? VerdictKind.Duplicate : VerdictKind.Committed);
    }

    private Expected Archive(ProductWithdrawn withdrawn)
    {
        if (!Now.Products.TryGetValue(withdrawn.ProductId, out var isArchived))
        {
            return Expected.Refused(Guard.UnknownProduct);
        }

        var variants = Now.Variants;
        foreach (var sold in Now.Variants.Values.Where(variant => variant.ProductId == withdrawn.ProductId && variant.IsSold))
        {
            variants = variants.SetItem(sold.Sku, sold with { IsSold = false });
        }

        Now = Now with { Variants = variants, Products = Now.Products.SetItem(withdrawn.ProductId, true) };
        return new(isArchived ? VerdictKind.Duplicate : VerdictKind.Committed);
    }

    private bool IsSame(ImmutableDictionary<string, ModelVariant> variants) =>
        variants.Count == Now.Variants.Count && variants.All(variant => Now.Variants.GetValueOrDefault(variant.Key) == variant.Value);

    private Expected Save(Campaign saved)
    {
        var found = Now.Campaigns.GetValueOrDefault(saved.Id);
        var campaign = new ModelCampaign(
            saved.Id, saved.Name, saved.Discount, saved.MinimumOrder, saved.Quantity, found?.Issued ?? 0, saved.ValidDays, saved.StartsAt, saved.EndsAt, found?.Paused ?? false);
        if (campaign.Quantity < campaign.Issued)
        {
            return Expected.Refused(Guard.Quantity, available: campaign.Issued);
        }

        Now = Now with { Campaigns = Now.Campaigns.SetItem(campaign.Id, campaign) };
        return campaign == found ? Expected.Duplicate(campaign) : Expected.Committed(campaign);
    }

    private Expected Pause(CampaignPaused change)
    {
        if (!Now.Campaigns.TryGetValue(change.CampaignId, out var found))
        {
            return Expected.Refused(Guard.UnknownCampaign);
        }

        var campaign = found with { Paused = change.Paused };
        Now = Now with { Campaigns = Now.Campaigns.SetItem(campaign.Id, campaign) };
        return campaign == found ? Expected.Duplicate(campaign) : Expected.Committed(campaign);
    }
}
