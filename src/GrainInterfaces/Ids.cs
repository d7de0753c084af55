using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ECommerce.GrainInterfaces;

/// <summary>
/// Ids are the idempotency: an operation's id is derived from who asks, for what, and the key they gave,
/// so that a repeat meets its own primary key.
/// </summary>
public static class Ids
{
    /// <summary>The id of a charge.</summary>
    public static string Charge(string userId, string idempotencyKey) => Derive("chg", userId, "charge", idempotencyKey);

    /// <summary>The id of an order.</summary>
    public static string Order(string userId, string idempotencyKey) => Derive("ord", userId, "order", idempotencyKey);

    /// <summary>The id of a change of stock.</summary>
    public static string StockAdjustment(string userId, string idempotencyKey) => Derive("adj", userId, "stock", idempotencyKey);

    /// <summary>The id of the wallet entry by which an operator gives money or takes it back.</summary>
    public static string WalletAdjustment(string operatorId, string idempotencyKey) => Derive("wad", operatorId, "wallet", idempotencyKey);

    /// <summary>The id of the one coupon that a user may have of a campaign.</summary>
    public static string Coupon(string campaignId, string userId) => Derive("cpn", campaignId, userId);

    /// <summary>The id of the wallet entry that paid an order.</summary>
    public static string Payment(string orderId) => "pay_" + orderId;

    /// <summary>
    /// The id of the wallet entry of an order's first refund. Programs that know only refunds of whole orders give it to the one refund
    /// they make, so that they cannot refund whole what was refunded in part.
    /// </summary>
    public static string Refund(string orderId) => "ref_" + orderId;

    /// <summary>The id of the wallet entry of an order's refund with that number, from 1.</summary>
    public static string Refund(string orderId, int number) =>
        number == 1 ? Refund(orderId) : string.Create(CultureInfo.InvariantCulture, $"{Refund(orderId)}.{number}");

    /// <summary>The id of a cancellation of an order, or of units of it, by its user or by an operator.</summary>
    public static string Cancellation(string orderId, string callerId, string idempotencyKey) =>
        Derive("cxl", orderId, callerId, "cancellation", idempotencyKey);

    /// <summary>128 bits of SHA-256 over the length-prefixed parts, in lower-case hex behind a prefix.</summary>
    public static string Derive(string prefix, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return prefix + "_" + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
