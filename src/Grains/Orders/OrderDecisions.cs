namespace ECommerce.Grains;

/// <summary>What an order says to a command, by its state and the clock alone. Pure.</summary>
internal static class OrderDecisions
{
    /// <summary>Why an order cannot be paid, in order of precedence; null when it can, or when it is paid the same way.</summary>
    public static OrderRefusal? RefusePayment(this Order? order, PayOrder command, DateTimeOffset now) =>
        order is null || order.UserId != command.UserId ? OrderRefusal.UnknownOrder
        : order.State switch
        {
            OrderState.Paid => command.CouponId is { } couponId && couponId != order.CouponId ? OrderRefusal.AlreadyPaid : null,
            OrderState.Cancelled => OrderRefusal.NotPayable,
            OrderState.Open => order.IsExpired(now) ? OrderRefusal.Expired : null,
        };

    /// <summary>The refusal that takes precedence among those of the wallet and the products; null when all granted a hold.</summary>
    public static (OrderRefusal Refusal, RefusalFacts? Facts)? First(HoldFundsAnswer funds, IEnumerable<HoldStockAnswer> stocks) =>
        stocks.Where(stock => stock.SoldOutSku is not null)
            .Select(stock => (OrderRefusal.SoldOut, (RefusalFacts?)new RefusalFacts(Sku: stock.SoldOutSku, Available: stock.Available)))
            .Concat(funds.Refusal is { } refusal ? [(refusal, funds.Facts)] : [])
            .OrderBy(refused => refused.Item1)
            .Cast<(OrderRefusal, RefusalFacts?)?>()
            .FirstOrDefault();

    /// <summary>What a refusal by the ledger means to the caller.</summary>
    /// <param name="due">What was to be paid, in won.</param>
    public static (OrderRefusal Refusal, RefusalFacts? Facts) ToRefusal<TResult>(this Verdict<TResult> verdict, long due = 0)
        where TResult : class =>
        (verdict.Guard!.Value.ToRefusal(), verdict.Guard switch
        {
            Guard.Stock => new RefusalFacts(Sku: verdict.Sku, Available: verdict.Available),
            Guard.Refundable => new RefusalFacts(Sku: verdict.Sku, Available: verdict.Available),
            Guard.Balance => new RefusalFacts(Balance: verdict.Available, Due: due),
            _ => null,
        });

    /// <summary>What a guard's refusal means to the caller.</summary>
    public static OrderRefusal ToRefusal(this Guard guard) => guard switch
    {
        Guard.UnknownOrder => OrderRefusal.UnknownOrder,
        Guard.OrderCancelled => OrderRefusal.NotPayable,
        Guard.OrderExpired => OrderRefusal.Expired,
        Guard.CouponNotFound => OrderRefusal.CouponNotFound,
        Guard.CouponExpired => OrderRefusal.CouponExpired,
        Guard.CouponUsed => OrderRefusal.CouponUsed,
        Guard.CouponNotApplicable => OrderRefusal.CouponNotApplicable,
        Guard.Refundable => OrderRefusal.NotRefundable,
        Guard.Stock => OrderRefusal.SoldOut,
        Guard.Balance => OrderRefusal.InsufficientBalance,
        // The order is priced again instead.
        Guard.Price => OrderRefusal.PriceChanged,
        Guard.Replaced or Guard.UnknownCampaign or Guard.CampaignNotOpen or Guard.UnknownProduct or Guard.UnknownSku or Guard.SkuTaken
            or Guard.Quantity or Guard.Discount =>
            throw new InvalidOperationException($"The guard {guard} cannot refuse an order."),
    };

    /// <summary>Whether a refund is what a cancellation asks for.</summary>
    public static bool IsAskedBy(this Refund refund, CancelOrder command) =>
        refund.Reason == command.Reason
        && (command.Items is null
            ? refund.IsWhole
            : !refund.IsWhole && Sum(refund.Items).ToHashSet().SetEquals(Sum(command.Items)));

    /// <summary>What was asked for, in a canonical form.</summary>
    public static string Fingerprint(this PlaceOrder command) =>
        command.Payment is not { } payment
            ? Fingerprint(command.Lines)
            : Ids.Derive(
                "fp", Fingerprint(command.Lines), payment.CouponId is { } couponId ? "coupon " + couponId : "",
                payment.ExpectedTotal?.ToString() ?? "");

    private static string Fingerprint(IReadOnlyList<StockLine>? lines) =>
        lines is null ? "cart" : Ids.Derive("fp", [.. Sum(lines).SelectMany(line => new[] { line.Sku, line.Quantity.ToString() })]);

    /// <summary>Lines with the same sku become one, at the place of the first.</summary>
    public static IReadOnlyList<StockLine> Sum(IReadOnlyList<StockLine> lines) =>
        [.. lines.GroupBy(line => line.Sku).Select(group => new StockLine(group.Key, group.Sum(line => line.Quantity)))];
}
