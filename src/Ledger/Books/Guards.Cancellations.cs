namespace ECommerce.Ledger;

internal static partial class Guards
{
    private static Verdict Cancel(OrderCancelled cancel, Books books)
    {
        if (books.Orders.Find(cancel.Order.Id) is not { } order || order.UserId != cancel.Order.UserId)
        {
            return Verdict.Refused(Guard.UnknownOrder);
        }

        var refunds = books.RefundsOf(order.Id);
        if (refunds.FirstOrDefault(refund => refund.Id == cancel.Id) is { } first)
        {
            IReadOnlyList<Refund> then = [.. refunds.Take(first.Number)];
            return Verdict.Duplicate(new CancelledOrder(order.AsOf(then), then));
        }

        if (cancel.Items is null && order.State == OrderState.Cancelled)
        {
            return Verdict.Duplicate(new CancelledOrder(order, refunds));
        }

        if (cancel.Items is { } items && RefundRules.Shortage(order, items) is var (sku, left))
        {
            return Verdict.Refused(Guard.Refundable, sku, left);
        }

        var after = order.State == OrderState.Paid ? order.TakeBack(cancel.Items, cancel.At, cancel.Reason) : AsNeverPaid(order, cancel);
        var units = RefundRules.Units(order, after);
        var refund = new Refund(
            cancel.Id, order.Id, refunds.Count + 1, [.. units.Select(line => new StockLine(line.Sku, line.Quantity))], after.Refunded - order.Refunded,
            cancel.Reason, cancel.At, IsWhole: cancel.Items is null);
        books.Orders.Update(after);
        books.Refunds.Insert(refund);
        books.AddLog(cancel.By, "orders/" + order.Id, Logged(order), Logged(after));
        if (order.State == OrderState.Paid)
        {
            GiveBack(cancel, refund, after, units, books);
        }

        return Verdict.Committed(new CancelledOrder(after, [.. refunds, refund]));
    }

    // What was never paid is not taken out of the cart.
    private static Order AsNeverPaid(Order order, OrderCancelled cancel) =>
        order with { State = OrderState.Cancelled, CancelledAt = cancel.At, CancelReason = cancel.Reason, FromCart = false };

    private static void GiveBack(OrderCancelled cancel, Refund refund, Order after, IReadOnlyList<OrderLine> units, Books books)
    {
        var isCancelled = after.State == OrderState.Cancelled;
        AddEntry(books, Ids.Refund(after.Id, refund.Number), after.UserId, WalletEntryKind.Refund, refund.Amount, after.Id, refund.At);
        if (isCancelled && after.CouponId is not null && books.Coupons.Find(after.CouponId) is { } coupon && !coupon.IsExpired(refund.At))
        {
            books.Coupons.Update(coupon with { OrderId = null, UsedAt = null });
        }

        MoveStock(after with { Lines = units }, books, sign: 1);
        books.AddPaymentEvent(
            isCancelled && refund.Number == 1 ? PaymentEvents.Cancelled(after, cancel) : PaymentEvents.Refunded(after, units, refund, cancel));
    }

    private static object Logged(Order order) =>
        new { order.State, order.Refunded, Items = order.Lines.Select(line => new { line.Sku, line.Quantity, line.Cancelled }) };
}
