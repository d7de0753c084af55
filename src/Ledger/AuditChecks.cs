using System.Globalization;

namespace ECommerce.Ledger;

// The checks of an audit by name, and the text of their outcome.
internal static class AuditChecks
{
    public const string WalletsEqualEntries = "wallets_equal_entries";
    public const string AdjustmentsLogged = "adjustments_are_logged";
    public const string NoNegativeBalance = "no_negative_balance";
    public const string NoNegativeStock = "no_negative_stock";
    public const string StockEqualsReceivedLessPaid = "stock_equals_received_less_paid";
    public const string CampaignsIssued = "campaigns_issued";
    public const string OneCouponPerUser = "one_coupon_per_user";
    public const string PaidOrdersHaveOnePayment = "paid_orders_have_one_payment_entry_and_event";
    public const string RefundsEqualEntries = "refunds_equal_entries";
    public const string RefundsHaveOneEvent = "refunds_have_one_event";
    public const string RefundsFollowFromLines = "refunds_follow_from_lines_and_discount";
    public const string CouponsUsedOnce = "coupons_used_once";
    public const string SalesEqualOrders = "sales_equal_orders";

    public const int Offenders = 5;

    public static AuditCheck Check(string name, long count, IReadOnlyCollection<string> offenders) =>
        offenders.Count == 0
            ? new(name, true, string.Create(CultureInfo.InvariantCulture, $"{count} checked"))
            : new(name, false, "wrong: " + string.Join(", ", offenders.Take(Offenders)));
}
