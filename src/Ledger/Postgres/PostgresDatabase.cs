using Npgsql;

namespace ECommerce.Ledger;

/// <summary>
/// The database of a cluster: one PostgreSQL, any number of writers. A batch of events takes one round trip when all of them can be
/// accepted as the grains expect. Otherwise it takes two: load under lock, then write and commit. The number of statements is fixed.
/// </summary>
public sealed partial class PostgresDatabase : SqlDatabase
{
    private readonly PostgresPool _connections;
    private readonly PostgresPool _scans;
    private readonly IReadOnlyList<PostgresPool> _owned;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly ChangeNotes _notes = new();
    private volatile bool _isOpen;

    /// <summary>With connection pools of its own.</summary>
    /// <param name="clock">For the figures of the payment stream; leases go by the server's clock.</param>
    public PostgresDatabase(string connectionString, TimeProvider? clock = null)
        : this(PostgresConnections.Create(connectionString), PostgresConnections.CreateForScans(connectionString), clock) =>
        _owned = [_connections, _scans];

    /// <summary>With a connection pool that stays its owner's to dispose, and one of its own for scans.</summary>
    /// <param name="clock">For the figures of the payment stream; leases go by the server's clock.</param>
    public PostgresDatabase(PostgresPool connections, string connectionString, TimeProvider? clock = null)
        : this(connections, PostgresConnections.CreateForScans(connectionString), clock) => _owned = [_scans];

    /// <summary>With one connection pool for everything, which stays its owner's to dispose.</summary>
    /// <param name="clock">For the figures of the payment stream; leases go by the server's clock.</param>
    public PostgresDatabase(NpgsqlDataSource connections, TimeProvider? clock = null)
        : this(new PostgresPool(connections), clock)
    {
    }

    private PostgresDatabase(PostgresPool connections, TimeProvider? clock)
        : this(connections, connections, clock)
    {
    }

    private PostgresDatabase(PostgresPool connections, PostgresPool scans, TimeProvider? clock)
        : base(clock) => (_connections, _scans, _owned) = (connections, scans, []);

    internal override Dialect Sql { get; } = new PostgresDialect();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        Circuit.Dispose();
        foreach (var pool in _owned)
        {
            await pool.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal override async Task Open()
    {
        if (_isOpen)
        {
            return;
        }

        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_isOpen)
            {
                await With(Connect(_scans), connection => PostgresMigration.Run(connection, Sql)).ConfigureAwait(false);
            }

            _isOpen = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    internal override Task Query(params IReadOnlyList<Statement> statements) => Read(() => Connect(_connections), LedgerBounds.Timeout, statements);

    internal override Task Scan(TimeSpan timeout, IReadOnlyList<Statement> statements) => Read(() => Connect(_scans), timeout, statements);

    // The circuit is not told of the session: it ends with the connection, before the call that read on it, which would be taken for lost.
    internal override Task ScanAlone(TimeSpan timeout, IReadOnlyList<Statement> statements) =>
        Read(() => Connected(_scans.OpenAlone(LedgerBounds.Timeout)), timeout, statements);

    internal override async Task<long> Change(bool durable, IReadOnlyList<Statement> statements)
    {
        await Open().ConfigureAwait(false);
        try
        {
            return await Guarded(attempt => Changed(_scans, durable, statements, attempt)).ConfigureAwait(false);
        }
        catch (LockedException locked)
        {
            throw Unavailable(locked.InnerException!);
        }
    }

    internal override async Task<Books> Commit(BatchKeys keys, Action<Books> apply, bool hasty)
    {
        await Open().ConfigureAwait(false);
        _notes.ClearUpNowAndThen(this);
        return await Guarded(attempt => Retried(() => CommitOnce(keys, apply, hasty, attempt), attempt)).ConfigureAwait(false);
    }

    // SKIP LOCKED leaves out what is locked, and EXISTS then says so. The locks that this takes itself end with the statement.
    internal override async Task<IReadOnlySet<(string Table, string Key)>> Locked(BatchKeys keys)
    {
        var locked = new HashSet<(string, string)>();
        await Guarded(attempt => Retried(async () =>
        {
            var connection = await Connect(_connections).ConfigureAwait(false);
            await using var connectionEnds = connection.ConfigureAwait(false);
            return await new PostgresBatch(connection, Sql)
                .AddRange(keys.Changed.Where(changed => changed.Keys.Length > 0).Select(changed => Statement.Query(
                    $"SELECT {changed.Key} FROM {changed.Table} AS known WHERE {Sql.In(changed.Key, "$1")} AND NOT EXISTS " +
                    $"(SELECT FROM {changed.Table} AS free WHERE free.{changed.Key} = known.{changed.Key}{Sql.Lock} SKIP LOCKED)",
                    at => locked.Add((changed.Table, at.Text())),
                    changed.Keys)))
                .Execute().ConfigureAwait(false);
        }, attempt)).ConfigureAwait(false);
        return locked;
    }

    // On the connections of the commits, because it is to say whether they can be made. It does not wait for the disk: a busy one is no
    // reason to send callers away.
    internal override async Task WriteRow()
    {
        try
        {
            await Changed(_connections, durable: false, [Statement.Change(Sql.ProbeWrite)], new(TimeProvider.System)).ConfigureAwait(false);
        }
        catch (LockedException locked)
        {
            throw Unavailable(locked.InnerException!);
        }
    }

    internal override async Task<CommittedBatch?> CommitExpected(IReadOnlyList<LedgerEvent> events, bool hasty)
    {
        if (ExpectedBatch.Of(events) is not { } expected)
        {
            return null;
        }

        await Open().ConfigureAwait(false);
        _notes.ClearUpNowAndThen(this);
        return await Guarded(attempt => Expected(expected, hasty, attempt)).ConfigureAwait(false);
    }
}
