namespace ECommerce.Ledger;

// What an event does to the books, or which guard refuses it. The only place where this is decided: pure, so that all
// three ledgers give the same verdicts with the same facts. A guard looks at everything before it changes anything.
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
        Sense.Nonsense(change) is { } nonsense
            ? Verdict.Impossible($"{change.GetType().Name} {change.Id}: {nonsense}")
            : change switch
            {
                WalletCharged charged => Charge(charged, books),
                CouponIssued issued => Issue(issued, books),
                OrderPlaced placed => Place(placed, books),
                OrderPaid paid => Pay(paid, books),
                OrderCancelled cancelled => Cancel(cancelled, books),
                StockAdjusted adjusted => Adjust(adjusted, books),
                ProductSaved saved => Save(saved, books),
                CampaignSaved saved => Save(saved, books),
                _ => throw new InvalidOperationException($"No guard knows {change.GetType().Name}."),
            };
}
