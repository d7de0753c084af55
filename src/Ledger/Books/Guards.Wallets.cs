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

    private static long Balance(Books books, string userId) => books.Wallets.Find(userId)?.Balance ?? 0;

    private static WalletEntry AddEntry(
        Books books, string id, string userId, WalletEntryKind kind, long amount, string? orderId, DateTimeOffset at)
    {
        var wallet = new Wallet(userId, Balance(books, userId) + amount);
        if (books.Wallets.Find(userId) is null)
        {
            books.Wallets.Insert(wallet);
        }
        else
        {
            books.Wallets.Update(wallet);
        }

        var entry = new WalletEntry(id, userId, kind, amount, wallet.Balance, orderId, at);
        books.WalletEntries.Insert(entry);
        return entry;
    }
}
