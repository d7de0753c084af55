namespace ECommerce.WebFrontend.Exports;

/// <summary>Orders, statements and the operators' log as tables.</summary>
internal static class OperationTables
{
    public static readonly IReadOnlyList<string> OrderColumns =
    [
        "orderId", "userId", "status", "placedAt", "paidAt", "cancelledAt", "couponId", "total", "discount", "paid", "refunded",
        "sku", "productId", "name", "options", "quantity", "cancelled", "price",
    ];

    public static readonly IReadOnlyList<string> EntryColumns = ["id", "userId", "kind", "amount", "balance", "orderId", "at", "reason"];

    public static readonly IReadOnlyList<string> LogColumns = ["number", "at", "actor", "action", "subject", "reason", "before", "after"];

    /// <summary>A row for each line. The amounts of the order stand in its first row only, so that their columns can be summed.</summary>
    public static IEnumerable<object?[]> Rows(OrderView order) => order.Items.Select((line, i) => (object?[])
    [
        order.Id, order.UserId, Words.Of(order.Status), order.PlacedAt, order.PaidAt, order.CancelledAt, order.CouponId,
        .. i == 0 ? [order.Total, order.Discount, order.Paid, order.Refunded] : new object?[4],
        line.Sku, line.ProductId, line.Name, string.Join("; ", line.Options.Select(option => $"{option.Key}: {option.Value}")),
        (long)line.Quantity, (long)line.Cancelled, line.Price,
    ]);

    public static IEnumerable<object?[]> Rows(EntryOfUser of) =>
        [[of.Entry.Id, of.UserId, Words.Of(of.Entry.Kind), of.Entry.Amount, of.Entry.Balance, of.Entry.OrderId, of.Entry.At, of.Entry.Reason]];

    public static IEnumerable<object?[]> Rows(LogLineView line) =>
        [[line.Number, line.At, line.Actor, line.Action, line.Subject, line.Reason, line.Before, line.After]];
}
