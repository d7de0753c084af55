using Npgsql;

namespace ECommerce.Ledger;

/// <summary>
/// The database of a cluster: one PostgreSQL, any number of writers. A batch of events takes one round trip when all of them can be
/// accepted as the grains expect. Otherwise it takes two: load under lock, then write and commit. The number of statements is fixed.
/// </summary>
public sealed class PostgresDatabase : SqlDatabase
{
    // How often a transaction is tried again after it met another writer.
    private const int Retries = 10;

    // Programs that migrate the same database at once take this advisory lock. Every version must use the same number.
    private const long MigrationLock = 4_711_823_551;

    private readonly NpgsqlDataSource _connections;
    private readonly NpgsqlDataSource _scans;
    private readonly IReadOnlyList<NpgsqlDataSource> _owned;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly ChangeNotes _notes = new();
    private volatile bool _isOpen;

    /// <summary>With connection pools of its own.</summary>
    /// <param name="clock">For the figures of the payment stream; leases go by the server's clock.</param>
    public PostgresDatabase(string connectionString, TimeProvider? clock = null)
        : base(clock)
    {
        (_connections, _scans) = (PostgresConnections.Create(connectionString), PostgresConnections.CreateForScans(connectionString));
        _owned = [_connections, _scans];
    }

    /// <summary>With a connection pool that stays its owner's to dispose, and one of its own for scans.</summary>
    /// <param name="clock">For the figures of the payment stream; leases go by the server's clock.</param>
    public PostgresDatabase(NpgsqlDataSource connections, string connectionString, TimeProvider? clock = null)
        : base(clock)
    {
        (_connections, _scans) = (connections, PostgresConnections.CreateForScans(connectionString));
        _owned = [_scans];
    }

    /// <summary>With one connection pool for everything, which stays its owner's to dispose.</summary>
    /// <param name="clock">For the figures of the payment stream; leases go by the server's clock.</param>
    public PostgresDatabase(NpgsqlDataSource connections, TimeProvider? clock = null)
        : base(clock) => (_connections, _scans, _owned) = (connections, connections, []);

    internal override Dialect Sql { get; } = new PostgresDialect();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
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
                await With(_scans, Migrate).ConfigureAwait(false);
            }

            _isOpen = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    internal override Task Query(params IReadOnlyList<Statement> statements) => Read(_connections, LedgerBounds.Timeout, statements);

    internal override Task Scan(TimeSpan timeout, IReadOnlyList<Statement> statements) => Read(_scans, timeout, statements);

    internal override async Task<long> Change(bool durable, IReadOnlyList<Statement> statements)
    {
        await Open().ConfigureAwait(false);
        return await Retried(async () =>
        {
            var connection = await Connect(_scans).ConfigureAwait(false);
            await using var connectionEnds = connection.ConfigureAwait(false);
            var batch = new PostgresBatch(connection, Sql).Add("BEGIN");
            return await Commit((durable ? batch : batch.Add("SET LOCAL synchronous_commit TO off")).AddRange(statements)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    internal override async Task<Books> Commit(BatchKeys keys, Action<Books> apply)
    {
        await Open().ConfigureAwait(false);
        _notes.ClearUpNowAndThen(this);
        return await Retried(() => CommitOnce(keys, apply)).ConfigureAwait(false);
    }

    internal override async Task<IReadOnlyList<Verdict>?> CommitExpected(IReadOnlyList<LedgerEvent> events)
    {
        if (ExpectedBatch.Of(events) is not { } expected)
        {
            return null;
        }

        await Open().ConfigureAwait(false);
        _notes.ClearUpNowAndThen(this);
        var connection = await Connect(_connections).ConfigureAwait(false);
        await using var connectionEnds = connection.ConfigureAwait(false);
        try
        {
            // Without BEGIN, the statements that go out together are one transaction.
            var batch = new PostgresBatch(connection, Sql);
            expected.Write(batch);
            await batch.Execute().ConfigureAwait(false);
            return expected.Verdicts();
        }
        catch (Exception failure) when (PostgresFailure.Of(failure)
            is DatabaseFailure.UnexpectedRows or DatabaseFailure.Conflict or DatabaseFailure.DuplicateKey or DatabaseFailure.Constraint)
        {
            return null;
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is DatabaseFailure.Unavailable)
        {
            throw Unavailable(failure);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is DatabaseFailure.ConnectionLost)
        {
            throw Uncertain(failure);
        }
    }

    private async Task Read(NpgsqlDataSource pool, TimeSpan timeout, IReadOnlyList<Statement> statements)
    {
        await Open().ConfigureAwait(false);
        await With(pool, async connection =>
        {
            var batch = new PostgresBatch(connection, Sql, timeout);
            if (statements.Count > 1)
            {
                batch.Add("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").AddRange(statements).Add("COMMIT");
            }
            else
            {
                batch.AddRange(statements);
            }

            await batch.Execute().ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task<Books> CommitOnce(BatchKeys keys, Action<Books> apply)
    {
        var connection = await Connect(_connections).ConfigureAwait(false);
        await using var connectionEnds = connection.ConfigureAwait(false);
        var load = new BooksLoad(keys, Sql);
        var first = new PostgresBatch(connection, Sql).Add("BEGIN");

        // Without this, two writers could both insert the first wallet of a user, and one of them would have to start again.
        if (keys.ChargedUsers is { Length: > 0 } users)
        {
            first.AddWallets(users);
        }

        // Nothing is committed yet, so a lost connection means that nothing has happened.
        await first.AddRange(load.Statements()).Execute().ConfigureAwait(false);
        var books = load.Finish();
        apply(books);
        var second = new PostgresBatch(connection, Sql);
        BooksWrite.Write(books, second);
        await Commit(second).ConfigureAwait(false);
        return books;
    }

    // When the connection is lost here, the server may have committed or not.
    private static async Task<long> Commit(PostgresBatch last)
    {
        try
        {
            return await last.Add("COMMIT").Execute().ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is DatabaseFailure.ConnectionLost)
        {
            throw Uncertain(failure);
        }
    }

    private static async Task<T> Retried<T>(Func<Task<T>> transaction)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction().ConfigureAwait(false);
            }
            catch (Exception failure) when (attempt <= Retries && PostgresFailure.Of(failure) is DatabaseFailure.Conflict or DatabaseFailure.DuplicateKey)
            {
                await Task.Delay(Backoff(attempt)).ConfigureAwait(false);
            }
            catch (Exception failure) when (PostgresFailure.Of(failure) is DatabaseFailure.DuplicateKey or DatabaseFailure.Constraint)
            {
                throw new ConstraintException(failure);
            }
            catch (Exception failure) when (PostgresFailure.Of(failure) is not null)
            {
                throw Unavailable(failure);
            }
        }
    }

    // Random, because two writers that met would otherwise meet again at the same step. The other writer may be another
    // process, so this is real time and not that of the clock.
    private static TimeSpan Backoff(int attempt) => TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * Math.Min(200, 4 << attempt));

    private static async Task<NpgsqlConnection> Connect(NpgsqlDataSource pool)
    {
        try
        {
            return await pool.OpenConnectionAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is not null)
        {
            throw Unavailable(failure);
        }
    }

    // For reads and migrations: a failure means that nothing has happened, and repeating is harmless.
    private static async Task With(NpgsqlDataSource pool, Func<NpgsqlConnection, Task> work)
    {
        var connection = await Connect(pool).ConfigureAwait(false);
        await using var connectionEnds = connection.ConfigureAwait(false);
        try
        {
            await work(connection).ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is DatabaseFailure.Unavailable or DatabaseFailure.ConnectionLost or DatabaseFailure.Conflict)
        {
            throw Unavailable(failure);
        }
    }

    private async Task Migrate(NpgsqlConnection connection)
    {
        var applied = 0L;
        var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using var transactionEnds = transaction.ConfigureAwait(false);
        await new PostgresBatch(connection, Sql)
            .Add(Statement.Query("SELECT pg_advisory_xact_lock($1)", _ => { }, MigrationLock))
            .Add(Migrations.VersionTable)
            .Add(Statement.Query(Migrations.Applied, at => applied = at.Number()))
            .Execute().ConfigureAwait(false);
        foreach (var migration in Migrations.Missing("Postgres", applied))
        {
            // As long as it takes: a large table may be read whole.
            var script = new NpgsqlCommand(migration.Sql, connection, transaction) { CommandTimeout = 0 };
            await using var scriptEnds = script.ConfigureAwait(false);
            await script.ExecuteNonQueryAsync().ConfigureAwait(false);
            await new PostgresBatch(connection, Sql)
                .Add(Statement.Change(Migrations.Record, (long)migration.Version, migration.Name))
                .Execute().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
    }

    private static LedgerUncertainException Uncertain(Exception failure) => new("The connection went away during a commit.", failure);

    private static LedgerUnavailableException Unavailable(Exception failure) => new("The database cannot be reached.", failure);
}
