using System.Globalization;
using System.Text.Json;

namespace ECommerce.Ledger;

// The checks of an audit by name, and the text of their outcome.
internal static class AuditChecks
{
    public const string WalletsEqualEntries = "wallets_equal_entries";
    public const string EntriesAreChained = "entries_are_chained";
    public const string ClosingsEqualOrders = "closings_equal_orders";
    public const string AdjustmentsLogged = "adjustments_are_logged";
    public const string LogIsChained = "log_is_chained";
    public const string NoNegativeBalance = "no_negative_balance";
    public const string NoNegativeStock = "no_negative_stock";
    public const string StockEqualsReceivedLessPaid = "stock_equals_received_less_paid";
    public const string VariantsKeepTheirProducts = "variants_keep_their_products";
    public const string ProductsAsLogged = "products_are_as_logged";
    public const string CampaignsAsLogged = "campaigns_are_as_logged";
    public const string CampaignsIssued = "campaigns_issued";
    public const string GiftsLogged = "gifts_are_logged";
    public const string OneCouponPerUser = "one_coupon_per_user";
    public const string CouponsBelongToTheirUsers = "coupons_belong_to_their_users";
    public const string PaidOrdersHaveOnePayment = "paid_orders_have_one_payment_entry_and_event";
    public const string OrdersFollowFromLines = "orders_follow_from_lines_and_coupon";
    public const string RowsHaveOwners = "rows_have_owners";
    public const string RefundsEqualEntries = "refunds_equal_entries";
    public const string RefundsHaveOneEvent = "refunds_have_one_event";
    public const string RefundsFollowFromLines = "refunds_follow_from_lines_and_discount";
    public const string CouponsUsedOnce = "coupons_used_once";
    public const string SalesEqualOrders = "sales_equal_orders";
    public const string EventsPublishedOrWaiting = "events_are_published_or_wait";
    public const string MarkIsReached = "mark_is_reached";

    // The most rows that a check names.
    public const int Offenders = 20;

    // Wrong: how many rows are wrong, of which the first ones are named.
    public static AuditCheck Check(string name, long count, IReadOnlyCollection<string> offenders, long wrong, string? remark = null)
    {
        var named = offenders.Take(Offenders).ToList();
        return named.Count == 0
            ? new(name, true, string.Create(CultureInfo.InvariantCulture, $"{count} checked{remark}"))
            : new(name, false, "wrong: " + string.Join(", ", named)
                + (wrong > named.Count ? string.Create(CultureInfo.InvariantCulture, $" and {wrong - named.Count} more") : ""));
    }
}

// The rows that a check found wrong: how many, and the keys of the first ones.
internal sealed class Offenders
{
    private readonly List<string> _first = [];
    private long _count;

    public void Add(string key)
    {
        _count++;
        if (_first.Count < AuditChecks.Offenders && !_first.Contains(key))
        {
            _first.Add(key);
        }
    }

    public AuditCheck Answer(string name, long checkedRows, string? remark = null) => AuditChecks.Check(name, checkedRows, _first, _count, remark);
}

// What a row is that a hand made unreadable, or of which nothing can be computed any more: it is wrong, and the audit goes on.
internal static class Unreadable
{
    // A null reference: of JSON that says null.
    public static bool Is(Exception failure) => failure
        is JsonException or ArgumentException or FormatException or InvalidCastException or OverflowException or NullReferenceException
        or (InvalidOperationException and not ObjectDisposedException);

    // Whether something holds; false where it cannot be computed.
    public static bool OrFalse(Func<bool> holds)
    {
        try
        {
            return holds();
        }
        catch (Exception failure) when (Is(failure))
        {
            return false;
        }
    }
}
