using System.Text.Json;

namespace ECommerce.Architecture.Tests;

/// <summary>
/// How each view looks to those who have called the shop before. The golden file is never edited: a view may gain a member,
/// in a new golden file beside it, but what stands there stays.
/// </summary>
public sealed class WireForms
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 30, 15, 250, TimeSpan.FromHours(9));
    private static readonly Dictionary<string, string> Black = new() { ["색상 Color"] = "Black" };
    private static readonly Discount Twenty = new(DiscountType.Percent, 20, 30_000);

    private static readonly Dictionary<string, object> Views = new()
    {
        ["wallet"] = new WalletView(47_000, "KRW"),
        ["charge"] = new ChargeView("chg_1", 100_000, 100_000, At),
        ["entry of a charge"] = new WalletEntryView("chg_1", WalletEntryKind.Charge, 100_000, 100_000, null, At),
        ["entry of a payment"] = new WalletEntryView("pay_ord_1", WalletEntryKind.Payment, -53_000, 47_000, "ord_1", At),
        ["entry of a refund"] = new WalletEntryView("ref_ord_1", WalletEntryKind.Refund, 53_000, 100_000, "ord_1", At),
        ["product"] = new ProductView(
            "tee", "코튼 티셔츠 <Tee> & \"more\"", null, "Hanbit", null, 29_000,
            [new ProductOption("색상 Color", ["Black"])], [new VariantView("TEE-BLACK", Black, 29_000, 0)], true),
        ["campaign"] = new CampaignView("flash", "Flash", Twenty, 30_000, 100, 7, 30, At, At.AddDays(1)),
        ["fixed discount"] = new Discount(DiscountType.Fixed, 5_000, null),
        ["usable coupon"] = new CouponView("cpn_1", "flash", "Flash", Twenty, 30_000, At, At.AddDays(30), CouponStatus.Usable, null),
        ["used coupon"] = new CouponView("cpn_1", "flash", "Flash", Twenty, 30_000, At, At.AddDays(30), CouponStatus.Used, "ord_1"),
        ["cart"] = new CartView([new CartItemView("TEE-BLACK", "tee", "Tee", Black, 2, 29_000, 5)], 58_000, 3),
        ["order awaiting payment"] = Order(OrderStatus.AwaitingPayment) with { AvailableCoupons = [new AvailableCoupon("cpn_1", "Flash", 5_000)] },
        ["paid order"] = Order(OrderStatus.Paid) with
        {
            Discount = 5_000,
            Paid = 53_000,
            CouponId = "cpn_1",
            PaidAt = At.AddMinutes(1),
            Balance = 47_000,
        },
        ["cancelled order"] = Order(OrderStatus.Cancelled) with { Paid = 58_000, PaidAt = At, CancelledAt = At.AddMinutes(2) },
        ["expired order"] = Order(OrderStatus.Expired),
        ["stock"] = new StockView("TEE-BLACK", 25),
        ["audit"] = new AuditView(false, [new AuditCheck("no_negative_stock", false, "TEE-BLACK")]),
        ["payment stream"] = new PaymentStreamView(3, 1.5, 0, 120),
        ["replay"] = new ReplayView(12),
    };

    [Fact]
    public async Task Views_look_as_they_always_did()
    {
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "views.v1.jsonl"));

        Assert.Equal(golden.TrimEnd(), string.Join('\n', Views.Select(view => JsonSerializer.Serialize(new { view = view.Key, json = view.Value }, ViewJson.Options))));
    }

    [Fact]
    public void Every_view_reads_back_as_it_was_written()
    {
        foreach (var view in Views.Values)
        {
            var json = JsonSerializer.Serialize(view, ViewJson.Options);
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, view.GetType(), ViewJson.Options), ViewJson.Options));
        }
    }

    private static OrderView Order(OrderStatus status) => new(
        "ord_1", status, [new OrderLine("TEE-BLACK", "tee", "Tee", Black, 2, 29_000)], 58_000, 0, 0, null, [],
        At, At.AddMinutes(30), null, null, null);
}
