namespace ECommerce.Architecture.Tests;

/// <summary>One of everything that travels.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 30, 15, 250, TimeSpan.FromHours(9));
    private static readonly Dictionary<string, string> Black = new() { ["색상 Color"] = "Black" };
    private static readonly Discount Twenty = new(DiscountType.Percent, 20, 30_000);

    /// <summary>Every view, by what it shows.</summary>
    public static IReadOnlyDictionary<string, object> Views { get; } = new Dictionary<string, object>
    {
        ["wallet"] = new WalletView(47_000, "KRW"),
        ["charge"] = new ChargeView("chg_1", 100_000, 100_000, At),
        ["entry of a charge"] = new WalletEntryView("chg_1", WalletEntryKind.Charge, 100_000, 100_000, null, At),
        ["entry of a payment"] = new WalletEntryView("pay_ord_1", WalletEntryKind.Payment, -53_000, 47_000, "ord_1", At),
        ["entry of a refund"] = new WalletEntryView("ref_ord_1", WalletEntryKind.Refund, 53_000, 100_000, "ord_1", At),
        ["entry of an adjustment"] = new WalletEntryView("wad_1", WalletEntryKind.Adjustment, -700, 99_300, null, At, "Paid twice."),
        ["user"] = new UserView("auth0|5f7c", 47_000, "KRW", 12, 3),
        ["sales"] = new SalesView(318, 14_213_000, 58_000),
        ["product"] = new ProductView(
            "tee", "코튼 티셔츠 <Tee> & \"more\"", null, "Hanbit", null, 29_000,
            [new ProductOption("색상 Color", ["Black"])], [new VariantView("TEE-BLACK", Black, 29_000, 0, 39_000, "https://cdn.example.com/black.jpg")], true,
            "Tee", ["new", "여름"], [new ProductImage("https://cdn.example.com/tee.jpg", "A tee")], 39_000, ProductStatus.Active),
        ["product as operators see it"] = new ProductView(
            "cap", "Cap", null, null, null, 9_000, [], [new VariantView("CAP", new Dictionary<string, string>(), 9_000, 4, null, null)], false,
            null, [], [], null, ProductStatus.Draft, 12),
        ["campaign"] = new CampaignView("flash", "Flash", Twenty, 30_000, 100, 7, 30, At, At.AddDays(1)),
        ["paused campaign"] = new CampaignView("flash", "Flash", Twenty, 30_000, 100, 7, 30, At, At.AddDays(1), Paused: true),
        ["campaign as operators see it"] = new CampaignView("flash", "Flash", Twenty, 30_000, 100, 7, 30, At, At.AddDays(1), false, 93, 41, 205_000),
        ["fixed discount"] = new Discount(DiscountType.Fixed, 5_000, null),
        ["usable coupon"] = new CouponView("cpn_1", "flash", "Flash", Twenty, 30_000, At, At.AddDays(30), CouponStatus.Usable, null),
        ["coupon with its place"] = new CouponView("cpn_1", "flash", "Flash", Twenty, 30_000, At, At.AddDays(30), CouponStatus.Usable, null, 73),
        ["used coupon"] = new CouponView("cpn_1", "flash", "Flash", Twenty, 30_000, At, At.AddDays(30), CouponStatus.Used, "ord_1"),
        ["cart"] = new CartView([new CartItemView("TEE-BLACK", "tee", "Tee", Black, 2, 29_000, 5, true)], 58_000, 3),
        ["order awaiting payment"] = Order(OrderStatus.AwaitingPayment) with { AvailableCoupons = [new AvailableCoupon("cpn_1", "Flash", 5_000)] },
        ["paid order"] = Order(OrderStatus.Paid) with
        {
            Discount = 5_000,
            Paid = 53_000,
            CouponId = "cpn_1",
            PaidAt = At.AddMinutes(1),
            Balance = 47_000,
        },
        ["cancelled order"] = Order(OrderStatus.Cancelled) with
        {
            Items = [new OrderLine("TEE-BLACK", "tee", "Tee", Black, 2, 29_000, 2)],
            Paid = 58_000,
            PaidAt = At,
            CancelledAt = At.AddMinutes(2),
            Refunded = 58_000,
        },
        ["order refunded in part"] = Order(OrderStatus.Paid) with
        {
            Items = [new OrderLine("TEE-BLACK", "tee", "Tee", Black, 2, 29_000, 1)],
            Discount = 5_000,
            Paid = 53_000,
            PaidAt = At,
            Refunded = 26_500,
            Refunds = [new RefundView([new StockLine("TEE-BLACK", 1)], 26_500, "Too small.", At.AddMinutes(2))],
        },
        ["cancelled order as operators see it"] = Order(OrderStatus.Cancelled) with { CancelledAt = At.AddMinutes(2), UserId = "mina", Reason = "Too dear." },
        ["expired order"] = Order(OrderStatus.Expired),
        ["stock"] = new StockView("TEE-BLACK", 25),
        ["audit"] = new AuditView(false, [new AuditCheck("no_negative_stock", false, "TEE-BLACK")]),
        ["audit with a mark"] = new AuditView(true, [new AuditCheck("no_negative_stock", true, "12 checked")], "5120.1204.1391.87"),
        ["payment stream"] = new PaymentStreamView(
            3, 1.5, 0, 120, 12.5,
            [new PartitionStreamView(0, 3, 1.5, 1, 120, "host-1"), new PartitionStreamView(1, 0, 0, 0, 0, null)],
            [new ParkedPaymentView("ord_1.completed", 0, "its data is no JSON", 90.25)]),
        ["replay"] = new ReplayView(12),
        ["log line"] = new LogLineView(
            7, At, "op", "stock.adjust", "stock/TEE-BLACK", "Found again.", "{\"stock\":1}", "{\"stock\":3}"),
        ["log line of what was new"] = new LogLineView(8, At, "op", "campaign.save", "campaigns/flash", null, null, "{\"id\":\"flash\"}"),
    };

    /// <summary>What grains are asked with, and what they answer among themselves.</summary>
    public static IReadOnlyDictionary<string, object> Messages { get; } = new Dictionary<string, object>
    {
        ["charge a wallet"] = new ChargeWallet("chg_1", 100_000),
        ["adjust a wallet"] = new AdjustWallet("wad_1", -700, "Paid twice."),
        ["search orders"] = new SearchOrders("mina", OrderStatus.Expired, "TEE-BLACK", At, At.AddDays(1)),
        ["hold funds"] = new HoldFunds("ord_1", 58_000, "cpn_1", 53_000),
        ["funds held"] = new HoldFundsAnswer(null, null, 5_000),
        ["funds refused"] = new HoldFundsAnswer(OrderRefusal.InsufficientBalance, new RefusalFacts(Balance: 1, Due: 2), 0),
        ["settle a hold"] = new SettleHold("ord_1", HoldOutcome.Unknown),
        ["hold stock"] = new HoldStock("ord_1", [new StockLine("TEE-BLACK", 2)]),
        ["stock refused"] = new HoldStockAnswer("TEE-BLACK", 1),
        ["save a product"] = new SaveProduct(
            "Tee", null, "Hanbit", null, [new ProductOption("Color", ["Black"])], [new SaveVariant("TEE-BLACK", Black, 29_000, 3, 39_000, "https://cdn.example.com/black.jpg")],
            "Tee", ["new"], [new ProductImage("https://cdn.example.com/tee.jpg", "A tee")], ProductStatus.Active),
        ["change a cart"] = new ChangeCart(CartChange.Add, "TEE-BLACK", 2, new Precondition(["3", Precondition.Any], null)),
        ["merge a product"] = new MergeProduct(
            new SaveProduct("Tee", null, null, null, null, [new SaveVariant("TEE", null, 29_000, 3)]), ["TEE"], IsDryRun: true),
        ["merged product"] = new MergedProduct(ProductStatus.Draft, ["TEE-RED"]),
        ["merge what waited"] = new MergeProduct(
            new SaveProduct("Tee", null, null, null, null, [new SaveVariant("TEE", null, 29_000, 3)]), [], IsDryRun: false, ProductParts.Tags | ProductParts.Type, ["TEE-RED"]),
        ["a product that waits"] = new MergedProduct(
            ProductStatus.Active, ["TEE-RED"], "0123456789abcdef", [new BlockedVariant("TEE", VariantBlock.SameOptions, "tee", "TEE-RED")], IsUnchanged: true),
        ["withdraw a product"] = new WithdrawProduct(["TEE-RED"], Archives: true),
        ["search products"] = new ProductSearch(ProductStatus.Archived, ["TEE", "Hanbit"]),
        ["filter products"] = new ProductSearch(
            null, [], ["hanbit"], ["tee"], ["new"], new Dictionary<string, IReadOnlyList<string>> { ["color"] = ["black"] }, 1_000, 30_000, true),
        ["adjust stock"] = new AdjustStock("adj_1", "TEE-BLACK", -3),
        ["save a campaign"] = new SaveCampaign("Flash", Twenty, 30_000, 100, 30, At, At.AddDays(1)),
        ["enter a waiting room"] = new EnterRoom(500, 30, "a2V5", [new RoomCaller("mina", null), new RoomCaller("jun", 17)]),
        ["turns in a waiting room"] = new RoomAnswer(
            new RoomView("a2V5", 16, 3), [new RoomTurn(true, 0, TimeSpan.Zero), new RoomTurn(false, 17, TimeSpan.FromMilliseconds(250))]),
        ["place an order"] = new PlaceOrder("mina", [new StockLine("TEE-BLACK", 2)]),
        ["place the cart"] = new PlaceOrder("mina", null),
        ["pay an order"] = new PayOrder("mina", "cpn_1", 53_000),
        ["cancel an order"] = new CancelOrder("mina", "Too dear.", "cxl_1"),
        ["take units back"] = new CancelOrder(null, "Stained.", "cxl_2", [new StockLine("TEE-BLACK", 1)]),
        ["catalogue cursor"] = new CatalogueCursor(1, 2, "tee"),
        ["a payment done"] = Outcome<OrderView, OrderRefusal>.Done(Order(OrderStatus.Paid), replayed: true),
        ["a claim refused"] = Outcome<CouponView, CampaignRefusal>.Refused(
            CampaignRefusal.NotOpen, new RefusalFacts(StartsAt: At, EndsAt: At.AddDays(1))),
        ["a claim too late"] = Outcome<CouponView, CampaignRefusal>.Refused(CampaignRefusal.SoldOut, new RefusalFacts(SoldOutAt: At)),
        ["a page"] = new Page<WalletEntryView>([new WalletEntryView("chg_1", WalletEntryKind.Charge, 1_000, 1_000, null, At)], 7),
        ["saved product"] = new SavedProduct(
            new ProductView("tee", "Tee", null, null, null, 1, [], [new VariantView("TEE", Black, 1, 2, null, null)], false, null, [], [], null, ProductStatus.Draft), true),
        ["search the log"] = new LogSearch("op", "stock.adjust", "stock/TEE-BLACK"),
        ["exported entry"] = new EntryOfUser("mina", new WalletEntryView("chg_1", WalletEntryKind.Charge, 1_000, 1_000, null, At)),
        ["ranking"] = new SalesRanking(At, [new ProductSales("tee", 9)]),
    };

    private static OrderView Order(OrderStatus status) => new(
        "ord_1", status, [new OrderLine("TEE-BLACK", "tee", "Tee", Black, 2, 29_000, 0)], 58_000, 0, 0, null, [],
        At, At.AddMinutes(30), null, null, null, 0);
}
