namespace ECommerce.Ledger;

internal static partial class Guards
{
    private static Verdict Charge(WalletCharged charged, Books books)
    {
        if (books.WalletEntries.Find(charged.Id) is { } first)
        {
            return Verdict.Duplicate(first);
        }

        if (Balance(books, charged.UserId) > long.MaxValue - charged.Amount)
        {
            return Verdict.Faulted($"The charge {charged.Id} is more than a wallet can hold.");
        }

        return Verdict.Committed(AddEntry(books, charged.Id, charged.UserId, WalletEntryKind.Charge, charged.Amount, null, charged.At));
    }

    private static Verdict Adjust(WalletAdjusted adjusted, Books books)
    {
        if (books.WalletEntries.Find(adjusted.Id) is { } first)
        {
            return Verdict.Duplicate(first);
        }

        var balance = Balance(books, adjusted.UserId);
        if (adjusted.Amount > 0 && balance > long.MaxValue - adjusted.Amount)
        {
            return Verdict.Faulted($"The adjustment {adjusted.Id} is more than a wallet can hold.");
        }

        if (balance + adjusted.Amount < 0)
        {
            return Verdict.Refused(Guard.Balance, available: balance);
        }

        var entry = AddEntry(
            books, adjusted.Id, adjusted.UserId, WalletEntryKind.Adjustment, adjusted.Amount, null, adjusted.At, adjusted.Reason);
        books.AddLog(adjusted.By, "users/" + adjusted.UserId, new { balance }, new { entry.Balance, entry.Amount, EntryId = entry.Id });
        return Verdict.Committed(entry);
    }

    private static long Balance(Books books, string userId) => books.Wallets.Find(userId)?.Balance ?? 0;

    private static WalletEntry AddEntry(
        Books books, string id, string userId, WalletEntryKind kind, long amount, string? orderId, DateTimeOffset at, string? reason = null)
    {
        var found = books.Wallets.Find(userId);
        var wallet = (found ?? new(userId, 0)) with { Balance = (found?.Balance ?? 0) + amount };
        if (found is null)
        {
            books.Wallets.Insert(wallet);
        }
        else
        {
            books.Wallets.Update(wallet);
        }

        var entry = new WalletEntry(id, userId, kind, amount, wallet.Balance, orderId, at, reason);
        books.WalletEntries.Insert(entry);
        return entry;
    }
}
