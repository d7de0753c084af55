using System.Text.Json;

namespace ECommerce.Architecture.Tests;

/// <summary>
/// How each view looks to those who have called the shop before. Golden files are never edited: a view may gain a member,
/// in a new golden file beside the others, but what stands there stays.
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
        ["payment stream"] = new PaymentStreamView(
            3, 1.5, 0, 120, 12.5,
            [new PartitionStreamView(0, 3, 1.5, 1, 120, "host-1"), new PartitionStreamView(1, 0, 0, 0, 0, null)],
            [new ParkedPaymentView("ord_1.completed", 0, "its data is no JSON", 90.25)]),
        ["replay"] = new ReplayView(12),
    };

    // Oldest first.
    private static readonly IReadOnlyList<JsonElement> Golden =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "views.v*.jsonl")
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)];

    [Fact]
    public void Views_look_as_the_newest_golden_file_that_has_them_says()
    {
        var newest = Golden.GroupBy(Name).ToDictionary(forms => forms.Key, forms => forms.Last().GetRawText());

        Assert.Equal(newest, Views.ToDictionary(view => view.Key, view => Written(view.Key, view.Value)));
    }

    [Fact]
    public void What_a_view_once_showed_it_shows_still()
    {
        foreach (var old in Golden)
        {
            var now = JsonDocument.Parse(Written(Name(old), Views[Name(old)])).RootElement.GetProperty("json");
            foreach (var member in old.GetProperty("json").EnumerateObject())
            {
                Assert.Equal(member.Value.GetRawText(), now.GetProperty(member.Name).GetRawText());
            }
        }
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

    private static string Name(JsonElement golden) => golden.GetProperty("view").GetString()!;

    private static string Written(string view, object json) => JsonSerializer.Serialize(new { view, json }, ViewJson.Options);

    private static OrderView Order(OrderStatus status) => new(
        "ord_1", status, [new OrderLine("TEE-BLACK", "tee", "Tee", Black, 2, 29_000)], 58_000, 0, 0, null, [],
        At, At.AddMinutes(30), null, null, null);
}
