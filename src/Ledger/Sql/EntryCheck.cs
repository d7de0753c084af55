namespace ECommerce.Ledger;

// Goes through the entries of every wallet in order: each balance is that before it and the amount, each hash is made of the one before it,
// and the wallet has the last of both. A closing entry begins anew with what it and the entries before it amount to. Since a mark: through the
// wallets that have new entries, from the last entry before them that has a hash of its own, or from the closing entry.
internal sealed class EntryCheck(AuditMark? since) : IAuditCheck
{
    private const string Columns = "w.user_id, w.balance, w.head, e.id, e.kind, e.amount, e.balance, e.order_id, e.at, e.reason, e.hash";

    private const string All =
        $"""
        SELECT {Columns}, FALSE, coalesce(e.number < z.number, FALSE)
        FROM wallets w LEFT JOIN wallet_entries e ON e.user_id = w.user_id LEFT JOIN wallet_entries z ON z.user_id = w.user_id AND z.kind = 'closing'
        ORDER BY w.user_id, e.number
        """;

    private const string New =
        $"""
        WITH started AS (
            SELECT user_id, coalesce((
                SELECT max(p.number) FROM wallet_entries p
                WHERE p.user_id = fresh.user_id AND ((p.number <= $1 AND length(p.hash) > 0) OR p.kind = 'closing')), 0) AS base
            FROM (SELECT DISTINCT user_id FROM wallet_entries WHERE number > $1) AS fresh)
        SELECT {Columns}, e.number = s.base, FALSE
        FROM started s JOIN wallets w ON w.user_id = s.user_id JOIN wallet_entries e ON e.user_id = s.user_id AND e.number >= s.base
        ORDER BY w.user_id, e.number
        """;

    private static readonly string Closing = Tables.Word(WalletEntryKind.Closing);

    private readonly Offenders _wrong = new();
    private readonly List<byte> _links = [];
    private ClosingSeal _seal = new();
    private string? _userId;
    private (long Balance, byte[]? Head) _wallet;
    private (long Balance, byte[]? Hash) _last;
    private (long All, long WithoutHash) _count;

    public IReadOnlyList<Statement> Statements => [since is null ? Statement.Query(All, Add) : Statement.Query(New, Add, since.Entry)];

    public AuditCheck Answer()
    {
        EndWallet();
        return _wrong.Answer(AuditChecks.EntriesAreChained, _count.All, _count.WithoutHash == 0 ? null : $", {_count.WithoutHash} of them without a hash");
    }

    private void Add(Columns at)
    {
        var userId = at.Text();
        try
        {
            AddRow(userId, at);
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            _wrong.Add(userId);
        }
    }

    private void AddRow(string userId, Columns at)
    {
        if (userId != _userId)
        {
            EndWallet();
            (_userId, _wallet, _last, _seal) = (userId, (at.Number(), at.BytesOrNull()), (0, null), new());
        }
        else
        {
            at.Skip(2);
        }

        if (at.TextOrNull() is { } id)
        {
            var (kind, amount, balance, orderId, time, reason) = (at.Text(), at.Number(), at.Number(), at.TextOrNull(), at.Time(), at.TextOrNull());
            var (hash, isBase, isBeforeClosing) = (at.BytesOrNull(), at.Flag(), at.Flag());
            if (isBeforeClosing)
            {
                Keep(new(0, new(id, userId, Enum.Parse<WalletEntryKind>(kind, ignoreCase: true), amount, balance, orderId, time, reason), hash));
                return;
            }

            if (!isBase)
            {
                _count.All++;
                if (kind == Closing)
                {
                    Close(id, userId, amount, balance, time, isPlain: orderId is null && reason is null);
                }
                else
                {
                    Follow(id, amount, balance, Chain.Link(id, userId, kind, amount, orderId, time, reason), hash);
                }
            }

            _last = (balance, hash is { Length: > 0 } ? hash : _last.Hash);
        }
    }

    private void Keep(StoredEntry entry)
    {
        _count.All++;
        _count.WithoutHash += entry.Hash is null ? 1 : 0;
        _seal.Add(entry);
        if (!entry.IsKept)
        {
            _wrong.Add(entry.Entry.Id);
        }
    }

    private void Close(string id, string userId, long amount, long balance, DateTimeOffset at, bool isPlain)
    {
        if (!isPlain || _seal.Kept + amount != balance || id != _seal.Id(userId, amount, at))
        {
            _wrong.Add(userId);
        }
    }

    private void Follow(string id, long amount, long balance, byte[] link, byte[]? hash)
    {
        var isRight = _last.Balance + amount == balance;
        if (hash is null)
        {
            _count.WithoutHash++;
            isRight &= _links.Count == 0;
        }
        else
        {
            _links.AddRange(link);
            if (hash.Length > 0)
            {
                isRight &= Chain.Next(_last.Hash, _links.ToArray(), balance).AsSpan().SequenceEqual(hash);
                _links.Clear();
            }
        }

        if (!isRight)
        {
            _wrong.Add(id);
        }
    }

    private void EndWallet()
    {
        if (_userId is not null
            && (_links.Count > 0 || _wallet.Balance != _last.Balance || !_wallet.Head.AsSpan().SequenceEqual(_last.Hash)))
        {
            _wrong.Add(_userId);
        }

        _links.Clear();
    }
}
