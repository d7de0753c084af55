namespace ECommerce.Ledger;

// Whether what was taken back of an order follows from its lines and its discount, refund by refund, and is told by its events.
internal static class RefundAudit
{
    // Order: as its rows are; null: there is none. Told: its events but for that of the payment, by id.
    public static bool IsRight(Order? order, IReadOnlyList<Refund> refunds, IReadOnlyDictionary<string, PaymentEvent> told)
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
            return IsOlder(order, told);
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
            && told.Count == expected.Count
            && expected.All(expectedEvent => OrderAudit.IsTold(expectedEvent, told.GetValueOrDefault(expectedEvent.Id)));
    }

    // Cancelled by a program that knew only refunds of whole orders: no refund, and nothing in the order, says what was given back.
    private static bool IsOlder(Order order, IReadOnlyDictionary<string, PaymentEvent> told) =>
        order.Refunded == 0 && order.Lines.All(line => line.Cancelled == 0) && told.Count == 1
        && OrderAudit.IsTold(PaymentEvents.Cancelled(order), told.Values.Single());
}
