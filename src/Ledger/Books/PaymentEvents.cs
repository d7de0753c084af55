using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ECommerce.Ledger;

internal static class PaymentEvents
{
    public static PaymentEvent Completed(Order paid) =>
        Of(paid, PaymentEventType.Completed, paid.Id + ".completed", paid.PaidAt!.Value);

    public static PaymentEvent Cancelled(Order cancelled) =>
        Of(cancelled, PaymentEventType.Cancelled, cancelled.Id + ".cancelled", cancelled.CancelledAt!.Value);

    // Part of the stored data: a user stays in one partition for ever.
    public static int Partition(string userId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(userId));
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % LedgerBounds.Partitions);
    }

    private static PaymentEvent Of(Order order, PaymentEventType type, string id, DateTimeOffset at)
    {
        var data = new PaymentData(
            order.Id, order.UserId, order.Lines, order.Total, order.Discount, order.CouponId, order.CampaignId, order.Paid,
            order.PaidAt!.Value, order.CancelledAt);
        return new(id, type, order.Id, order.UserId, Partition(order.UserId), at, JsonSerializer.Serialize(data, ViewJson.Options));
    }

    private sealed record PaymentData(
        string OrderId, string UserId, IReadOnlyList<OrderLine> Items, long Total, long Discount, string? CouponId, string? CampaignId,
        long Paid, DateTimeOffset PaidAt, DateTimeOffset? CancelledAt);
}
