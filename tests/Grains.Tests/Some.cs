namespace ECommerce.Grains.Tests;

/// <summary>Ordinary things; a test says only what matters to it.</summary>
internal static class Some
{
    public const string User = "mina";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> NoOptions = [];

    public static Discount Fixed(long value) => new(DiscountType.Fixed, value, null);

    public static Discount Percent(long value, long? maximum = null) => new(DiscountType.Percent, value, maximum);

    public static Coupon Coupon(string id = "coupon", long minimumOrder = 0, DateTimeOffset? expiresAt = null, string? usedFor = null) =>
        new(id, "spring", User, "Spring", Fixed(1_000), minimumOrder, Now.AddDays(-1), expiresAt ?? Now.AddDays(7), usedFor,
            usedFor is null ? null : Now.AddHours(-1));

    public static WalletSnapshot Wallet(long balance, params Coupon[] coupons) => new(balance, coupons, []);

    public static HoldFunds Funds(string orderId, long total, string? couponId = null, long? expected = null) =>
        new(orderId, total, couponId, expected);

    public static ProductSnapshot Product(string sku, long stock) => Product((sku, stock));

    public static ProductSnapshot Product(params (string Sku, long Stock)[] variants) => new(
        1,
        new Product("shirt", "Shirt", null, null, null, []),
        [.. variants.Select((variant, at) => new Variant(variant.Sku, "shirt", NoOptions, 10_000, variant.Stock, at, IsSold: true))],
        []);

    public static HoldStock Units(string orderId, params (string Sku, int Quantity)[] lines) =>
        new(orderId, [.. lines.Select(line => new StockLine(line.Sku, line.Quantity))]);

    public static SettleHold Settled(string orderId, HoldOutcome outcome) => new(orderId, outcome);

    public static OrderLine Line(string sku, int quantity, long price = 10_000) => new(sku, "shirt", "Shirt", NoOptions, quantity, price, Cancelled: 0);

    public static Order Order(string id, params OrderLine[] lines)
    {
        OrderLine[] ordered = lines.Length > 0 ? lines : [Line("shirt-m", 1)];
        return new(
            id, User, OrderState.Open, ordered, ordered.Sum(line => line.Price * line.Quantity), "fp", FromCart: true, Now, Now + Bounds.OrderAge);
    }

    public static CampaignSnapshot Campaign(long quantity, long issued = 0, long upTo = 0, params string[] holders) =>
        new(new Campaign("spring", "Spring", Fixed(1_000), 0, quantity, issued, 7, Now.AddHours(-1), Now.AddHours(1)), holders, upTo);

    public static SaveCampaign SaveCampaign(long quantity = 100, int validDays = 7) =>
        new("Spring", Fixed(1_000), 0, quantity, validDays, Now.AddDays(-1), Now.AddDays(30));

    public static SaveProduct SaveProduct(params (string Sku, long Stock)[] variants) => new(
        "Shirt", null, null, null,
        [new ProductOption("Sku", [.. variants.Select(variant => variant.Sku)])],
        [.. variants.Select(variant => new SaveVariant(
            variant.Sku, new Dictionary<string, string> { ["Sku"] = variant.Sku }, 10_000, variant.Stock))]);
}
