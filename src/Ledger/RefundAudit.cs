namespace ECommerce.Ledger;

// Whether what was taken back of an order follows from its lines and its discount, refund by refund, and is told by its events.
internal static class RefundAudit
{
    // Order: as its rows are; null: there is none. Told: its events but for that of the payment, by id. Events from before that time may have
    // been removed.
    public static bool IsRight(Order? order, IReadOnlyList<Refund> refunds, IReadOnlyDictionary<string, PaymentEvent> told, DateTimeOffset? removedBefore)
    {
        if (order is null || refunds.Index().Any(refund => refund.Item.Number != refund.Index + 1))
        {
            return false;
        }

        if (order.PaidAt is null)
        {
            return order.Refunded == 0 && order.Lines.All(line => line.Cancelled == 0) && told.Count == 0
                && refunds.All(refund => refund is { Items.Count: 0, Amount: 0 } && refund.At == order.CancelledAt && refund.Reason == order.CancelReason);
        }

        if (refunds.Count == 0 && order.State == OrderState.Cancelled)
        {
            return IsOlder(order, told, removedBefore);
        }

        var then = order.AsBeforeRefunds();
        var expected = new List<PaymentEvent>();
        foreach (var refund in refunds)
        {
            var after = then.TakeBack(refund.Items, refund.At, refund.Reason);
            var units = RefundRules.Units(then, after);
            if (!refund.Items.SequenceEqual(units.Select(line => new StockLine(line.Sku, line.Quantity)))
                || refund.Amount != after.Refunded - then.Refunded
                || (refund.IsWhole && after.State != OrderState.Cancelled))
            {
                return false;
            }

            expected.Add(after.State == OrderState.Cancelled && refund.Number == 1 ? PaymentEvents.Cancelled(after) : PaymentEvents.Refunded(after, units, refund));
            then = after;
        }

        return (then.State, then.Refunded, then.CancelledAt, then.CancelReason) == (order.State, order.Refunded, order.CancelledAt, order.CancelReason)
            && then.Lines.Select(line => line.Cancelled).SequenceEqual(order.Lines.Select(line => line.Cancelled))
            && AreTold(expected, told, removedBefore);
    }

    // Cancelled by a program that knew only refunds of whole orders: no refund, and nothing in the order, says what was given back.
    private static bool IsOlder(Order order, IReadOnlyDictionary<string, PaymentEvent> told, DateTimeOffset? removedBefore) =>
        order.Refunded == 0 && order.Lines.All(line => line.Cancelled == 0) && AreTold([PaymentEvents.Cancelled(order)], told, removedBefore);

    private static bool AreTold(IReadOnlyList<PaymentEvent> expected, IReadOnlyDictionary<string, PaymentEvent> told, DateTimeOffset? removedBefore) =>
        expected.Count(paymentEvent => told.ContainsKey(paymentEvent.Id)) == told.Count
        && expected.All(paymentEvent => told.TryGetValue(paymentEvent.Id, out var stored) ? OrderAudit.IsTold(paymentEvent, stored) : paymentEvent.At < removedBefore);
}
