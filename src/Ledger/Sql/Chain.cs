using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ECommerce.Ledger;

// The chains by which a row that was changed by hand is found though all sums are right: the hash of a row is made of the hash of the row
// before it. The forms are those of stored hashes, so they are never changed.
internal static class Chain
{
    // Of an entry that goes into the hash of the next one.
    public static readonly byte[] Later = [];

    // What an entry brings to its hash, but for its balance. It does not depend on what was before, so it is known before the commit.
    public static byte[] Link(WalletEntry entry) => Link(entry.Id, entry.UserId, Tables.Word(entry.Kind), entry.Amount, entry.OrderId, entry.At, entry.Reason);

    public static byte[] Link(string id, string userId, string kind, long amount, string? orderId, DateTimeOffset at, string? reason) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{id}\n{userId}\n{kind}\n{amount}\n{orderId}\n{at.ToUnixTimeMilliseconds()}\n{reason}")));

    // The hash of an entry. Links: those of the entries before it that go into its hash, and its own. ExpectedStatements says the same in SQL.
    public static byte[] Next(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> links, long balance)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, balance);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(links);
        hash.AppendData(number);
        return hash.GetHashAndReset();
    }

    // The hash of a line of the operators' log, whose content is put together in the migration that made the chain.
    public static byte[] Next(ReadOnlySpan<byte> previous, string content) => NextOf(previous, Digest(content));

    // The same of a line that was removed, of which the digest of its content is left.
    public static byte[] NextOf(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(digest);
        return hash.GetHashAndReset();
    }

    public static byte[] Digest(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));

    public static string Content(long number, LogEntry line) => string.Create(
        CultureInfo.InvariantCulture,
        $"{number}\n{line.Actor}\n{line.Action}\n{line.Subject}\n{line.Reason}\n{line.Before}\n{line.After}\n{line.At.ToUnixTimeMilliseconds()}");
}
