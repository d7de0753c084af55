using System.Diagnostics;

namespace ECommerce.Ledger.Tests;

// Events and rows. A test names what matters to it; the rest is filled in.
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, 535, TimeSpan.Zero);

    public static readonly Discount Tenth = new(DiscountType.Percent, 10, null);

    public static WalletCharged Charge(string id, string userId = "mina", long amount = 50_000) => new(id, userId, amount, Now);

    public static Act Act(string action = "wallet.adjust", string? reason = "Sorry.") => new("olga", action, Now, reason);

    public static WalletAdjusted Adjustment(string id, long amount, string userId = "mina") => new(id, userId, amount, "Sorry.", Now) { By = Act() };

    public static CouponIssued Gift(string userId = "mina", string campaignId = "spring") =>
        Claim(userId, campaignId) with { IsGiven = true, By = Act("coupon.give", reason: null) };

    public static CampaignPaused Paused(bool paused = true, string campaignId = "spring") =>
        new(campaignId, paused) { By = Act(paused ? "campaign.pause" : "campaign.resume", reason: null) };

    public static Campaign Campaign(string id = "spring", long quantity = 100, long minimumOrder = 0, int validDays = 7) =>
        new(id, "Spring", Tenth, minimumOrder, quantity, 0, validDays, Now, Now.AddDays(30));

    public static CampaignSaved SavedCampaign(string id = "spring", long quantity = 100, long minimumOrder = 0, int validDays = 7) =>
        new(Campaign(id, quantity, minimumOrder, validDays));

    public static CouponIssued Claim(string userId = "mina", string campaignId = "spring") =>
        new(Ids.Coupon(campaignId, userId), campaignId, userId, Now);

    public static Product Product(string id = "coat", string name = "Coat") =>
        new(id, name, "Warm", null, null, [new("Size", ["S", "M"])]);

    public static NewVariant Variant(string sku, long stock = 10, long price = 1_000) =>
        new(sku, new Dictionary<string, string> { ["Size"] = sku[^1..] }, price, stock);

    public static ProductSaved SavedProduct(string id = "coat", long stock = 10) =>
        new(Product(id), [Variant(id + "-S", stock), Variant(id + "-M", stock)], Now);

    public static OrderLine Line(string sku = "coat-S", int quantity = 1, long price = 1_000) =>
        new(sku, sku[..sku.LastIndexOf('-')], "Coat", new Dictionary<string, string> { ["Size"] = sku[^1..] }, quantity, price, Cancelled: 0);

    public static Order Order(string id, string userId = "mina", bool fromCart = false, params OrderLine[] lines)
    {
        var bought = lines.Length > 0 ? lines : [Line()];
        return new(
            id, userId, OrderState.Open, bought, bought.Sum(line => line.Price * line.Quantity), "as asked", fromCart,
            Now, Now + Bounds.OrderAge);
    }

    // A span that is recorded.
    public static Activity Span() => new Activity("commit") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();

    public static OrderPlaced Placed(this Order order) => new(order);

    public static OrderBought Bought(this Order order, string? couponId = null, long discount = 0) => new(order, couponId, discount);

    public static OrderPaid Paid(this Order order, string? couponId = null, long discount = 0, DateTimeOffset? at = null) =>
        new(order, couponId, discount, at ?? Now);

    public static OrderCancelled Cancelled(this Order order, DateTimeOffset? at = null, string? reason = null, string? id = null) =>
        new(id ?? "whole-" + order.Id, order, at ?? Now, reason);

    public static OrderCancelled TakenBack(this Order order, string id, params (string Sku, int Quantity)[] items) =>
        new(id, order, Now, null, [.. items.Select(item => new StockLine(item.Sku, item.Quantity))]);

    public static async Task<Verdict> One(this ILedger ledger, LedgerEvent change) => (await ledger.Commit([change]))[0];

    public static readonly int[] AllPartitions = [.. Enumerable.Range(0, LedgerBounds.Partitions)];

    public static Task<IReadOnlyList<OutboxRow>> AllPending(this IOutbox outbox) => outbox.Pending(AllPartitions, 1_000);

    // A shop with a coat, a campaign and money in mina's wallet.
    public static Task Shop(this ILedger ledger, long stock = 10, long balance = 50_000, long quantity = 100, long minimumOrder = 0, int validDays = 7) =>
        ledger.Commit([SavedProduct(stock: stock), SavedCampaign(quantity: quantity, minimumOrder: minimumOrder, validDays: validDays), Charge("first", amount: balance)]);
}
