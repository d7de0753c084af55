using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ECommerce.Ledger;

// Payment events and the form of their data. The form is published, so members may be added but never changed; the golden
// files of the tests show it.
internal static class PaymentEvents
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Cause: the ledger's event that brings it about; null: its trace is not told.
    public static PaymentEvent Completed(Order paid, LedgerEvent? cause = null) =>
        Of(paid, PaymentEventType.Completed, paid.Id + ".completed", paid.PaidAt!.Value, cause);

    public static PaymentEvent Cancelled(Order cancelled, LedgerEvent? cause = null) =>
        Of(cancelled, PaymentEventType.Cancelled, cancelled.Id + ".cancelled", cancelled.CancelledAt!.Value, cause);

    // The order right after the refund, and the units that were taken back by it.
    public static PaymentEvent Refunded(Order order, IReadOnlyList<OrderLine> units, Refund refund, LedgerEvent? cause = null) => Of(
        order with { Lines = units }, PaymentEventType.Refunded, RefundId(refund), refund.At, cause, refund);

    public static string RefundId(Refund refund) => string.Create(CultureInfo.InvariantCulture, $"{refund.OrderId}.refunded.{refund.Number}");

    // Part of the stored data: a user's events must stay in one partition, or they could be published out of order.
    public static int Partition(string userId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(userId));
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % LedgerBounds.Partitions);
    }

    private static PaymentEvent Of(Order order, PaymentEventType type, string id, DateTimeOffset at, LedgerEvent? cause, Refund? refund = null)
    {
        var items = order.Lines.Select(line => new Item(line.Sku, line.ProductId, line.Name, line.Options, line.Quantity, line.Price));
        var data = new Data(
            order.Id, order.UserId, items, order.Total, order.Discount, order.CouponId, order.CampaignId, order.Paid,
            EventTime.Text(order.PaidAt!.Value), order.CancelledAt is { } cancelledAt ? EventTime.Text(cancelledAt) : null,
            refund?.Amount, refund is null ? null : EventTime.Text(refund.At));
        return new(id, type, order.Id, order.UserId, Partition(order.UserId), at, JsonSerializer.Serialize(data, Form))
        {
            TraceParent = cause?.Span?.Id,
        };
    }

    private sealed record Data(
        string OrderId, string UserId, IEnumerable<Item> Items, long Total, long Discount, string? CouponId, string? CampaignId,
        long Paid, string PaidAt, string? CancelledAt, long? Refunded, string? RefundedAt);

    private sealed record Item(
        string Sku, string ProductId, string Name, IReadOnlyDictionary<string, string> Options, int Quantity, long Price);
}
