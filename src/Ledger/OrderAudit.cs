using System.Text.Json;
using System.Text.Json.Nodes;

namespace ECommerce.Ledger;

// A line as it is stored: each repeats when its order was placed.
internal sealed record LineRow(string OrderId, int Position, OrderLine Line, DateTimeOffset PlacedAt)
{
    public static IEnumerable<LineRow> Of(Order order) => order.Lines.Select((line, position) => new LineRow(order.Id, position, line, order.PlacedAt));
}

// Whether an order follows from its lines and its coupon, and is told by its event. What was taken back of it is RefundAudit's.
internal static class OrderAudit
{
    // The rows that go with an order, each null where there is none. Payment: the entry that paid it. Coupon: the one that it names. Payments up
    // to the time of the closing entry of the wallet may have been removed, and events from before another time.
    public sealed record Rows(
        Order Order, IReadOnlyList<LineRow> Lines, WalletEntry? Payment, PaymentEvent? Completed, Coupon? Coupon,
        DateTimeOffset? ClosedUntil = null, DateTimeOffset? EventsRemovedBefore = null)
    {
        public Order Whole => Order with { Lines = [.. Lines.Select(row => row.Line)] };
    }

    public static bool IsRight(Rows rows)
    {
        var order = rows.Order;
        return rows.Lines.Count > 0
            && rows.Lines.Index().All(row => row.Item.Position == row.Index && row.Item.PlacedAt == order.PlacedAt)
            && order.Total == rows.Lines.Sum(row => row.Line.Price * row.Line.Quantity)
            && order.ExpiresAt == order.PlacedAt + Bounds.OrderAge
            && (order.State == OrderState.Cancelled || order.CancelReason is null)
            && (order.PaidAt is { } paidAt ? IsPaid(rows, paidAt) : IsUnpaid(rows));
    }

    // A stored event is what is expected of it, in whatever form its JSON is, and in whichever trace it came about.
    public static bool IsTold(PaymentEvent expected, PaymentEvent? stored) =>
        stored is not null && stored with { Data = expected.Data, TraceParent = expected.TraceParent } == expected && IsSame(expected.Data, stored.Data);

    private static bool IsUnpaid(Rows rows) =>
        rows.Order is { Discount: 0, Paid: 0, Refunded: 0, CouponId: null, CampaignId: null, Balance: null, State: not OrderState.Paid }
        && rows is { Payment: null, Completed: null };

    private static bool IsPaid(Rows rows, DateTimeOffset paidAt)
    {
        var order = rows.Order;
        return order.Paid == order.Total - order.Discount
            && paidAt < order.ExpiresAt
            && (order.CouponId is null ? order is { Discount: 0, CampaignId: null } : rows.Coupon is { } coupon && Paid(order, coupon, paidAt))
            && order.Balance is not null
            && (rows.Payment is null ? paidAt <= rows.ClosedUntil : IsEntered(order, rows.Payment, paidAt))
            && (rows.Completed is null ? paidAt < rows.EventsRemovedBefore : IsTold(PaymentEvents.Completed(rows.Whole.AsBeforeRefunds()), rows.Completed));
    }

    private static bool IsEntered(Order order, WalletEntry entry, DateTimeOffset paidAt) =>
        entry is { Kind: WalletEntryKind.Payment, Reason: null }
        && (entry.UserId, entry.OrderId, entry.Amount, entry.Balance, entry.At) == (order.UserId, order.Id, -order.Paid, order.Balance, paidAt);

    // Whether the coupon could pay the order then, and is used by it now: it comes back when the order is cancelled before it expires.
    private static bool Paid(Order order, Coupon coupon, DateTimeOffset paidAt)
    {
        var then = coupon with { OrderId = null, UsedAt = null };
        var isKept = order.State == OrderState.Paid || coupon.IsExpired(order.CancelledAt!.Value);
        return coupon.UserId == order.UserId && coupon.CampaignId == order.CampaignId
            && CouponRules.Apply(then, order.Total, paidAt) == (null, order.Discount)
            && (coupon.OrderId == order.Id) == isKept
            && (!isKept || coupon.UsedAt == paidAt);
    }

    private static bool IsSame(string expected, string stored)
    {
        if (expected == stored)
        {
            return true;
        }

        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(stored));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
