namespace ECommerce.Ledger;

// What an event does to the books, or which guard refuses it. This is pure and decided nowhere else, so that all ledgers give
// the same verdicts with the same facts. Every guard is asked before the first row changes: a refusal leaves nothing behind.
internal static partial class Guards
{
    public static IReadOnlyList<Verdict> Apply(IReadOnlyList<LedgerEvent> batch, Books books)
    {
        var verdicts = new Verdict[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            verdicts[i] = Apply(batch[i], books);
        }

        return verdicts;
    }

    public static Verdict Apply(LedgerEvent change, Books books) =>
        EventAssertions.BrokenBy(change) is { } assertion
            ? Verdict.Faulted($"{change.GetType().Name} {change.Id} breaks an assertion: {assertion}")
            : change switch
            {
                WalletCharged charged => Charge(charged, books),
                WalletAdjusted adjusted => Adjust(adjusted, books),
                CouponIssued issued => Issue(issued, books),
                OrderPlaced placed => Place(placed, books),
                OrderBought bought => Buy(bought, books),
                OrderPaid paid => Pay(paid, books),
                OrderCancelled cancelled => Cancel(cancelled, books),
                StockAdjusted adjusted => Adjust(adjusted, books),
                ProductSaved saved => Logged(saved, books, static (change, books) => Save(change, books)),
                ProductWithdrawn withdrawn => Logged(withdrawn, books, Withdraw),
                CampaignSaved saved => Save(saved, books),
                CampaignPaused paused => Pause(paused, books),
                _ => throw new InvalidOperationException($"No guard knows {change.GetType().Name}."),
            };
}
