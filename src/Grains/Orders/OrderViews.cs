namespace ECommerce.Grains;

/// <summary>From orders of the ledger to what their owner sees.</summary>
internal static class OrderViews
{
    /// <summary>An order as it is.</summary>
    /// <param name="refunds">Those of the order, oldest first; null: they are not to be shown.</param>
    public static OrderView ToView(this Order order, IReadOnlyList<Coupon> coupons, DateTimeOffset now, IReadOnlyList<Refund>? refunds)
    {
        var view = order.ToOperatorsView(coupons, now, refunds);
        return view with { UserId = null, Reason = null, Refunds = view.Refunds?.Select(refund => refund with { Reason = null }).ToList() };
    }

    /// <summary>The same with whose it is and the reasons of cancellations, of which an operator's are not for the user.</summary>
    public static OrderView ToOperatorsView(this Order order, IReadOnlyList<Coupon> coupons, DateTimeOffset now, IReadOnlyList<Refund>? refunds)
    {
        var status = order.State switch
        {
            OrderState.Open => order.IsExpired(now) ? OrderStatus.Expired : OrderStatus.AwaitingPayment,
            OrderState.Paid => OrderStatus.Paid,
            OrderState.Cancelled => OrderStatus.Cancelled,
        };
        return order.View(status, coupons, now) with
        {
            UserId = order.UserId,
            Reason = order.CancelReason,
            Refunds = refunds is not null && order.HasRefunds() ? order.ToViews(refunds) : null,
        };
    }

    /// <summary>The refunds of those of the orders that have any, by order.</summary>
    public static async Task<ILookup<string, Refund>> RefundsOf(this ILedger ledger, IReadOnlyList<Order> orders)
    {
        string[] takenBack = [.. orders.Where(HasRefunds).Select(order => order.Id)];
        return (takenBack.Length > 0 ? await ledger.Refunds(takenBack) : []).ToLookup(refund => refund.OrderId);
    }

    /// <summary>The receipt of a payment, the same each time, whatever became of the order since.</summary>
    public static OrderView ToReceipt(this Order order) =>
        order.AsBeforeRefunds().View(OrderStatus.Paid, [], order.PlacedAt) with { Balance = order.Balance };

    /// <summary>The order as it was answered when it was placed, whatever became of it since.</summary>
    public static OrderView AsPlaced(this Order order, IReadOnlyList<Coupon> coupons) =>
        (order.AsBeforeRefunds() with { Discount = 0, Paid = 0, CouponId = null, PaidAt = null })
            .View(OrderStatus.AwaitingPayment, coupons, order.PlacedAt);

    private static OrderView View(this Order order, OrderStatus status, IReadOnlyList<Coupon> coupons, DateTimeOffset at) => new(
        order.Id, status, order.Lines, order.Total, order.Discount, order.Paid, order.CouponId,
        status == OrderStatus.AwaitingPayment ? Available(order, coupons, at) : [],
        order.PlacedAt, order.ExpiresAt, order.PaidAt, order.CancelledAt, Balance: null, order.Refunded);

    private static bool HasRefunds(this Order order) => order.Lines.Any(line => line.Cancelled > 0);

    // A refund that came after the order was read is left out.
    private static IReadOnlyList<RefundView> ToViews(this Order order, IReadOnlyList<Refund> refunds)
    {
        var left = order.Lines.Sum(line => line.Cancelled);
        var told = refunds.TakeWhile(refund => (left -= refund.Items.Sum(item => item.Quantity)) >= 0).ToList();

        // A program that knew only refunds of whole orders wrote none.
        return told.Count > 0
            ? told.ConvertAll(refund => new RefundView(refund.Items, refund.Amount, refund.Reason, refund.At))
            : [new([.. order.Lines.Select(line => new StockLine(line.Sku, line.Cancelled))], order.Refunded, order.CancelReason, order.CancelledAt ?? order.PaidAt!.Value)];
    }

    private static IReadOnlyList<AvailableCoupon> Available(Order order, IReadOnlyList<Coupon> coupons, DateTimeOffset at) =>
        [.. coupons
            .Select(coupon => (coupon, discount: CouponRules.DiscountAsOf(coupon, order.Total, at)))
            .Where(candidate => candidate.discount is not null)
            .OrderByDescending(candidate => candidate.discount).ThenBy(candidate => candidate.coupon.ExpiresAt)
            .ThenBy(candidate => candidate.coupon.Id, StringComparer.Ordinal)
            .Select(candidate => new AvailableCoupon(candidate.coupon.Id, candidate.coupon.Name, candidate.discount!.Value))];
}
