namespace ECommerce.Ledger;

/// <summary>After how long rows are removed that nothing needs any more. Null: never.</summary>
/// <param name="UnpaidOrders">Of orders that were never paid, from the time they were placed; never less than they can be paid for.</param>
/// <param name="PaymentEvents">Of payment events that were published, from the time of what they report.</param>
/// <param name="WalletEntries">Of payments and refunds in the statements of wallets, for which one closing entry then stands.</param>
/// <param name="LogLines">Of lines of the operators' log on which no check of the audit rests.</param>
public sealed record RetentionAges(TimeSpan? UnpaidOrders, TimeSpan? PaymentEvents, TimeSpan? WalletEntries, TimeSpan? LogLines);

/// <summary>What a run of <see cref="Retention"/> has removed, in rows.</summary>
/// <param name="WalletEntries">Those for which closing entries stand since.</param>
/// <param name="Later">Why some were left to the next run; null: none were.</param>
public sealed record RetentionResult(long UnpaidOrders, long PaymentEvents, long WalletEntries, long LogLines, string? Later = null)
{
    /// <summary>All of them.</summary>
    public long All => UnpaidOrders + PaymentEvents + WalletEntries + LogLines;
}
