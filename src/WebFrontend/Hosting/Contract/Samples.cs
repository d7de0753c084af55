using System.Text.Json;
using System.Text.Json.Nodes;
using ECommerce.WebFrontend.Import;

namespace ECommerce.WebFrontend;

/// <summary>An example of each body and each answer, for the OpenAPI document.</summary>
internal static class Samples
{
    /// <summary>The trace id of an example.</summary>
    public const string TraceId = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private const string Sku = "TEE-BLACK-M";
    private const string ProductId = "cotton-tee";
    private const string OrderId = "ord_5f2c1d3a9b7e4f60a1c2d3e4f5a6b7c8";
    private const string CouponId = "cpn_0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f6";
    private const string Cursor = "MTI";
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 4, 5, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Black = new() { ["Color"] = "Black", ["Size"] = "M" };
    private static readonly Discount Discount = new(DiscountType.Fixed, Value: 5_000, Maximum: null);

    private static readonly ProductView Product = new(
        ProductId, "Cotton tee", "Light and cool.", "Han", "https://images.example/tee.jpg", Price: 29_000,
        [new("Color", ["Black"]), new("Size", ["M"])], [new(Sku, Black, 29_000, Stock: 12, CompareAtPrice: 35_000, ImageUrl: null)], SoldOut: false,
        "T-shirt", ["cotton", "summer"], [new("https://images.example/tee.jpg", "A black tee")], CompareAtPrice: 35_000, ProductStatus.Active);

    private static readonly CampaignView Campaign = new(
        "spring", "Spring welcome", Discount, MinimumOrder: 20_000, Quantity: 100, Remaining: 42, ValidDays: 7, At, At.AddDays(30));

    private static readonly CouponView Coupon = new(
        CouponId, "spring", "Spring welcome", Discount, MinimumOrder: 20_000, At, At.AddDays(7), CouponStatus.Usable, OrderId: null, Number: 73);

    private static readonly OrderView Order = new(
        OrderId, OrderStatus.Paid, [new(Sku, ProductId, "Cotton tee", Black, Quantity: 2, Price: 29_000, Cancelled: 0)], Total: 58_000, Discount: 5_000,
        Paid: 53_000, CouponId, [], At, At + Bounds.OrderAge, PaidAt: At.AddMinutes(1), CancelledAt: null, Balance: 47_000, Refunded: 0);

    private static readonly Dictionary<Type, JsonNode> ByType = new object[]
    {
        new WalletView(47_000, "KRW"),
        new WalletApi.ChargeRequest(100_000),
        new ChargeView("chg_9a8b7c6d5e4f30219a8b7c6d5e4f3021", 100_000, 100_000, At),
        new PagedList<WalletEntryView>([new($"pay_{OrderId}", WalletEntryKind.Payment, -53_000, 47_000, OrderId, At)], Cursor),
        Coupon,
        new FullList<CouponView>([Coupon]),
        new CartView([new(Sku, ProductId, "Cotton tee", Black, Quantity: 2, Price: 29_000, Available: 12, Sold: true)], Total: 58_000, Version: 3),
        new CartApi.AddRequest(Sku, 2),
        new CartApi.QuantityRequest(2),
        new OrderRequest([new(Sku, 2)], FromCart: null, new(CouponId, 53_000)),
        new PaymentRequest(CouponId, 53_000),
        new CancellationRequest([new(Sku, 1)], "One is too small."),
        new OperatorsCancellationRequest([new(Sku, 1)], "It arrived with a stain."),
        Order,
        new PagedList<OrderView>([Order with { Balance = null }], Cursor),
        Campaign,
        new FullList<CampaignView>([Campaign]),
        new PagedList<CampaignView>([Campaign with { Paused = false, Issued = 58, Used = 31, DiscountGiven = 155_000 }], Cursor),
        new CampaignsDesk.PauseRequest(true),
        new UserView("auth0|5f7c", 47_000, "KRW", Orders: 12, Coupons: 3),
        new UsersDesk.AdjustmentRequest(5_000, "The parcel came a week late."),
        new WalletEntryView("wad_7c6d5e4f30219a8b7c6d5e4f30219a8b", WalletEntryKind.Adjustment, 5_000, 52_000, OrderId: null, At, "The parcel came a week late."),
        new UsersDesk.GiftRequest("spring"),
        Product,
        new PagedList<ProductView>([Product], Cursor),
        new BestSellersAnswer(At, (int)Bounds.BestSellerWindow.TotalHours, [new(1, 321, Product)]),
        new SaveProduct(
            "Cotton tee", "Light and cool.", "Han", "https://images.example/tee.jpg", Product.Options, [new(Sku, Black, 29_000, Stock: 12, 35_000)],
            "T-shirt", ["cotton", "summer"], Product.Images, ProductStatus.Active),
        new SaveCampaign("Spring welcome", Discount, MinimumOrder: 20_000, Quantity: 100, ValidDays: 7, At, At.AddDays(30)),
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\nwool-socks,Wool Socks,Title,Default Title,SOCKS,80,9.99\n",
        new ImportResult(12, 60, [new(7, "The price is not a number.")], ["SEO Title"]),
        new OperationsApi.StockRequest(20),
        new StockView(Sku, 32),
        new AuditView(true, [new("wallets_equal_entries", true, "120 checked")], "5120.1204.1391.87"),
        new PaymentStreamView(
            Pending: 3, OldestSeconds: 0.2, Parked: 0, Published: 1_204, PublishedPerSecond: 12.5, [new(0, 3, 0.2, 0, 1_204, "silo-1")], []),
        new OperationsApi.ReplayRequest(At, At.AddDays(1)),
        new ReplayView(118),
        new PagedList<LogLineView>(
            [new(7, At, "op", "stock.adjust", $"stock/{Sku}", "Found again.", "{\"stock\":12}", "{\"stock\":32}")], Cursor),
    }.ToDictionary(sample => sample.GetType(), sample => JsonSerializer.SerializeToNode(sample, HttpJson.Options)!);

    /// <summary>What may go with a refusal.</summary>
    public static RefusalFacts Facts => new(
        Sku, Available: 1, Balance: 10_000, Due: 53_000, Total: 58_000, CouponId, StartsAt: At, EndsAt: At.AddDays(30), Field: "name", Reason: "is empty", SoldOutAt: At.AddSeconds(4));

    /// <summary>An example of a type; null when there is none.</summary>
    public static JsonNode? Of(Type type) => ByType.GetValueOrDefault(type)?.DeepClone();
}
