namespace ECommerce.Ledger;

/// <summary>What an operator did. The ledger writes it into the log in the same commit as the change.</summary>
/// <param name="Actor">The operator's user id.</param>
/// <param name="Action">A noun and a verb, such as <c>stock.adjust</c>.</param>
/// <param name="Reason">Why, in the operator's words; null: not said.</param>
public sealed record Act(string Actor, string Action, DateTimeOffset At, string? Reason = null)
{
    /// <summary>The action of a coupon that is given, whose lines the audit compares with the campaigns.</summary>
    public const string GivesCoupon = "coupon.give";

    /// <summary>The action of an adjustment of a wallet, whose lines the audit compares with the entries.</summary>
    public const string AdjustsWallet = "wallet.adjust";

    /// <summary>The action of an adjustment of stock, whose lines the audit compares with the adjustments.</summary>
    public const string AdjustsStock = "stock.adjust";
}

/// <summary>A line of the operators' log; never changed once written.</summary>
/// <param name="Subject">What was changed, as the path of the interface below <c>/v1</c>: <c>stock/{sku}</c>.</param>
/// <param name="Before">What was changed, as it was, a JSON value; null: there was nothing.</param>
/// <param name="After">The same as it is since, a JSON value; null: there is nothing.</param>
public sealed record LogEntry(string Actor, string Action, string Subject, string? Reason, string? Before, string? After, DateTimeOffset At);
