namespace ECommerce.Ledger;

/// <summary>
/// What is given back for units of a paid order. Pure, and the only place where this is decided. A unit is worth its price less its share of
/// the discount, floored to a won; never more is given back than was paid, and with the last unit all of it is. So what was given back
/// follows from the units alone, in whatever parts they were taken back.
/// </summary>
public static class RefundRules
{
    /// <summary>What of a paid order is given back, in won, by the units of its lines that are cancelled.</summary>
    public static long Refunded(Order order) => IsTakenBack(order)
        ? order.Paid
        : Math.Min(order.Paid, order.Lines.Sum(line => line.Cancelled * (line.Price - ShareOfDiscount(order, line.Price))));

    /// <summary>Which sku has fewer units left than are to be taken back, and how many it has; null: none.</summary>
    public static (string Sku, long Left)? Shortage(Order order, IReadOnlyList<StockLine> items)
    {
        foreach (var (sku, asked) in UnitsBySku(items))
        {
            var left = order.State != OrderState.Paid ? 0 : order.Lines.Where(line => line.Sku == sku).Sum(line => (long)line.Quantity - line.Cancelled);
            if (left < asked)
            {
                return (sku, left);
            }
        }

        return null;
    }

    /// <summary>The paid order as it is when these units are taken back, of which enough are left. Without the last unit it is cancelled.</summary>
    /// <param name="items">Null: all that is left.</param>
    public static Order TakeBack(this Order order, IReadOnlyList<StockLine>? items, DateTimeOffset at, string? reason)
    {
        var asked = items is null ? null : UnitsBySku(items);
        var lines = new List<OrderLine>(order.Lines.Count);
        foreach (var line in order.Lines)
        {
            var left = line.Quantity - line.Cancelled;
            var units = asked is null ? left : (int)Math.Min(left, asked.GetValueOrDefault(line.Sku));
            lines.Add(line with { Cancelled = line.Cancelled + units });
            if (asked is not null)
            {
                asked[line.Sku] = asked.GetValueOrDefault(line.Sku) - units;
            }
        }

        var after = order with { Lines = lines };
        after = after with { Refunded = Refunded(after) };
        return IsTakenBack(after) ? after with { State = OrderState.Cancelled, CancelledAt = at, CancelReason = reason } : after;
    }

    /// <summary>The lines of which units are taken back, each with as many as its quantity.</summary>
    /// <param name="before">The order as it was.</param>
    /// <param name="after">The same after <see cref="TakeBack"/>.</param>
    public static IReadOnlyList<OrderLine> Units(Order before, Order after) =>
    [
        .. before.Lines.Zip(after.Lines, (was, line) => line with { Quantity = line.Cancelled - was.Cancelled }).Where(line => line.Quantity > 0),
    ];

    /// <summary>The order right after the last of these refunds, whatever became of it since.</summary>
    /// <param name="refunds">All refunds of the order up to that one, in order.</param>
    public static Order AsOf(this Order order, IEnumerable<Refund> refunds) => order.PaidAt is null
        ? order
        : refunds.Aggregate(order.AsBeforeRefunds(), (then, refund) => then.TakeBack(refund.Items, refund.At, refund.Reason));

    /// <summary>The paid order as it was before anything of it was taken back.</summary>
    public static Order AsBeforeRefunds(this Order order) => order with
    {
        State = OrderState.Paid,
        Lines = order.Lines.Any(line => line.Cancelled > 0) ? [.. order.Lines.Select(line => line with { Cancelled = 0 })] : order.Lines,
        Refunded = 0,
        CancelledAt = null,
        CancelReason = null,
    };

    private static bool IsTakenBack(Order order) => order.Lines.All(line => line.Cancelled == line.Quantity);

    // The product of two amounts of won does not fit into 64 bits.
    private static long ShareOfDiscount(Order order, long price) => order.Total == 0 ? 0 : (long)((Int128)order.Discount * price / order.Total);

    private static Dictionary<string, long> UnitsBySku(IReadOnlyList<StockLine> items) => items
        .GroupBy(item => item.Sku, StringComparer.Ordinal)
        .ToDictionary(sku => sku.Key, sku => sku.Sum(item => (long)item.Quantity), StringComparer.Ordinal);
}
