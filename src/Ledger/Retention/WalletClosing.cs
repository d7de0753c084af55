using System.Security.Cryptography;

namespace ECommerce.Ledger;

// An entry as it is stored.
internal sealed record StoredEntry(long Number, WalletEntry Entry, byte[]? Hash)
{
    // Charges and adjustments stay: a repeat of their keys must meet them, or it would move the money again. The ids of payments and refunds
    // follow from orders, which stay.
    public bool IsKept => Entry.Kind is WalletEntryKind.Charge or WalletEntryKind.Adjustment;
}

// The entry that stands for older payments and refunds of a wallet. It takes the place of the newest of them, with its number, its balance and
// the hash from which the chain goes on. Amount: what they moved. Its id is a digest of what it stands for and of the entries before it that
// are kept, so that no hand can change one of them alone.
internal sealed record WalletClosing(StoredEntry Replaced, long Amount, DateTimeOffset At, byte[]? Hash, string Id, IReadOnlyList<StoredEntry> Removed)
{
    public const string Prefix = "closing_";

    // Closes what is older than that time. Entries: the first ones of a wallet, in order. Null: there is nothing to remove.
    public static WalletClosing? Of(IReadOnlyList<StoredEntry> entries, DateTimeOffset before)
    {
        var old = entries.TakeWhile(stored => stored.Entry.Kind == WalletEntryKind.Closing || stored.Entry.At < before).ToList();

        // An empty hash goes into that of the next entry, so that no chain could go on from it.
        var last = old.FindLastIndex(stored => stored is { IsKept: false, Hash: null or { Length: > 0 } });
        if (last < 0 || old[last].Entry.Kind == WalletEntryKind.Closing)
        {
            return null;
        }

        var closed = old.GetRange(0, last + 1);
        var removed = closed.Where(stored => !stored.IsKept).ToList();
        var (amount, at) = (removed.Sum(stored => stored.Entry.Amount), removed.Max(stored => stored.Entry.At));
        var hash = closed.LastOrDefault(stored => stored.Hash is { Length: > 0 })?.Hash;
        var seal = new ClosingSeal();
        foreach (var kept in closed.Where(stored => stored.IsKept))
        {
            seal.Add(kept);
        }

        return new(closed[last], amount, at, hash, seal.Id(closed[last].Entry.UserId, amount, at), removed);
    }
}

// Makes the id of a closing entry, row by row.
internal sealed class ClosingSeal
{
    private byte[] _digest = [];

    // What the kept entries amount to.
    public long Kept { get; private set; }

    public void Add(StoredEntry kept)
    {
        var entry = kept.Entry;
        Kept += entry.Amount;
        _digest = Chain.Next(
            _digest,
            [.. Chain.Link(entry.Id, entry.UserId, Tables.Word(entry.Kind), entry.Amount, entry.OrderId, entry.At, entry.Reason), .. SHA256.HashData(kept.Hash ?? [])],
            entry.Balance);
    }

    public string Id(string userId, long amount, DateTimeOffset at) => WalletClosing.Prefix + Convert.ToHexStringLower(
        Chain.Next(_digest, Chain.Link("", userId, Tables.Word(WalletEntryKind.Closing), amount, null, at, null), Kept).AsSpan(0, 16));
}
