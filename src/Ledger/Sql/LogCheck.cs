using System.Security.Cryptography;

namespace ECommerce.Ledger;

// Goes through the lines of the operators' log in order: each hash is made of the one before it, and the last is that of the head. The lines
// from before the chain have none; the head says where it began. Of a line that was removed the chain has its digest.
internal sealed class LogCheck(AuditMark? since) : IAuditCheck
{
    private const string First = "(SELECT coalesce(max(number), 0) FROM admin_log WHERE number <= $1)";

    private readonly Offenders _wrong = new();
    private byte[] _last = [];
    private byte[]? _head;
    private long _began;
    private (long All, long WithoutHash, long Removed) _count;

    public IReadOnlyList<Statement> Statements =>
    [
        Statement.Query("SELECT hash, began FROM log_head", at => (_head, _began) = (at.BytesOrNull(), at.Number())),
        Statement.Query(
            $"SELECT coalesce(l.number, d.number), d.digest, l.number IS NOT NULL, {Tables.AdminLog.Select("l.")}, l.hash " +
            $"FROM (SELECT * FROM admin_log WHERE number >= {First}) AS l " +
            $"FULL JOIN (SELECT * FROM admin_log_digests WHERE number >= {First}) AS d ON d.number = l.number ORDER BY 1",
            Add, since?.Line ?? 0),
    ];

    public AuditCheck Answer()
    {
        if (_head is null || !_last.AsSpan().SequenceEqual(_head))
        {
            _wrong.Add("the end of the log");
        }

        return _wrong.Answer(
            AuditChecks.LogIsChained,
            _count.All,
            (_count.WithoutHash == 0 ? "" : $", {_count.WithoutHash} of them without a hash") + (_count.Removed == 0 ? "" : $", and {_count.Removed} that were removed"));
    }

    private void Add(Columns at)
    {
        var (number, digest) = (at.Number(), at.BytesOrNull());
        if (!Unreadable.OrFalse(() => at.Flag() ? digest is null & Follows(number, Read.LogEntry(at), at.BytesOrNull()) : WasRemoved(number, digest!)))
        {
            _wrong.Add(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private bool WasRemoved(long number, byte[] digest)
    {
        _count.Removed++;
        _last = number <= _began ? [] : Chain.NextOf(_last, digest);
        return digest.Length == SHA256.HashSizeInBytes;
    }

    private bool Follows(long number, LogEntry line, byte[]? hash)
    {
        var last = _last;
        _last = hash ?? [];
        if (number <= since?.Line)
        {
            return true;
        }

        _count.All++;
        _count.WithoutHash += hash is null ? 1 : 0;
        return number <= _began ? hash is null : Chain.Next(last, Chain.Content(number, line)).AsSpan().SequenceEqual(hash);
    }
}
