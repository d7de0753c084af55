namespace ECommerce.Grains;

/// <summary>From orders of the ledger to what their owner sees.</summary>
internal static class OrderViews
{
    public static OrderView ToView(this Order order, IReadOnlyList<Coupon> coupons, DateTimeOffset now) =>
        order.View(order.State switch
        {
            OrderState.Open => order.IsExpired(now) ? OrderStatus.Expired : OrderStatus.AwaitingPayment,
            OrderState.Paid => OrderStatus.Paid,
            OrderState.Cancelled => OrderStatus.Cancelled,
        }, coupons, now);

    /// <summary>The receipt of a payment, the same each time, whatever became of the order since.</summary>
    public static OrderView ToReceipt(this Order order) =>
        (order with { CancelledAt = null }).View(OrderStatus.Paid, [], order.PlacedAt) with { Balance = order.Balance };

    /// <summary>The order as it was answered when it was placed, whatever became of it since.</summary>
    public static OrderView AsPlaced(this Order order, IReadOnlyList<Coupon> coupons) =>
        (order with { Discount = 0, Paid = 0, CouponId = null, PaidAt = null, CancelledAt = null })
            .View(OrderStatus.AwaitingPayment, coupons, order.PlacedAt);

    private static OrderView View(this Order order, OrderStatus status, IReadOnlyList<Coupon> coupons, DateTimeOffset at)
    {
        var isRefunded = status == OrderStatus.Cancelled && order.PaidAt is not null;
        return new(
            order.Id, status, isRefunded ? [.. order.Lines.Select(line => line with { Cancelled = line.Quantity })] : order.Lines,
            order.Total, order.Discount, order.Paid, order.CouponId,
            status == OrderStatus.AwaitingPayment ? Available(order, coupons, at) : [],
            order.PlacedAt, order.ExpiresAt, order.PaidAt, order.CancelledAt, Balance: null, Refunded: isRefunded ? order.Paid : 0);
    }

    private static IReadOnlyList<AvailableCoupon> Available(Order order, IReadOnlyList<Coupon> coupons, DateTimeOffset at) =>
        [.. coupons
            .Select(coupon => (coupon, discount: CouponRules.DiscountAsOf(coupon, order.Total, at)))
            .Where(candidate => candidate.discount is not null)
            .OrderByDescending(candidate => candidate.discount).ThenBy(candidate => candidate.coupon.ExpiresAt)
            .ThenBy(candidate => candidate.coupon.Id, StringComparer.Ordinal)
            .Select(candidate => new AvailableCoupon(candidate.coupon.Id, candidate.coupon.Name, candidate.discount!.Value))];
}
