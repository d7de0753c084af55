using System.Text.Json;

namespace ECommerce.Ledger;

// Whether what was taken back of an order follows from its lines and its discount, refund by refund.
internal static class RefundAudit
{
    // Order: as its rows are; null: there is none. Told: what its events say was refunded, in won, by the id of the event.
    public static bool IsRight(Order? order, IReadOnlyList<Refund> refunds, IReadOnlyDictionary<string, long> told)
    {
        if (order is null || refunds.Index().Any(refund => refund.Item.Number != refund.Index + 1))
        {
            return false;
        }

        if (order.PaidAt is null)
        {
            return order.Refunded == 0 && order.Lines.All(line => line.Cancelled == 0)
                && told.Count == 0 && refunds.All(refund => refund is { Items.Count: 0, Amount: 0 });
        }

        var then = order.AsBeforeRefunds();
        foreach (var refund in refunds)
        {
            var after = then.TakeBack(refund.Items, refund.At, refund.Reason);
            if (!refund.Items.SequenceEqual(RefundRules.Units(then, after).Select(line => new StockLine(line.Sku, line.Quantity)))
                || refund.Amount != after.Refunded - then.Refunded
                || (refund.IsWhole && after.State != OrderState.Cancelled))
            {
                return false;
            }

            then = after;
        }

        return then.State == order.State && then.Refunded == order.Refunded
            && then.Lines.Select(line => line.Cancelled).SequenceEqual(order.Lines.Select(line => line.Cancelled))
            && AreTold(then, refunds, told);
    }

    // What was refunded, in won, by the data of an event; null when it does not say.
    public static long? Told(string data)
    {
        using var json = JsonDocument.Parse(data);
        return json.RootElement.TryGetProperty("refunded", out var refunded) ? refunded.GetInt64() : null;
    }

    // A cancellation of the whole at once is told by another event.
    private static bool AreTold(Order order, IReadOnlyList<Refund> refunds, IReadOnlyDictionary<string, long> told) =>
        order.State == OrderState.Cancelled && refunds.Count == 1
            ? told.Count == 0
            : told.Count == refunds.Count && refunds.All(refund => told.GetValueOrDefault(PaymentEvents.RefundId(refund), -1) == refund.Amount);
}
