using Npgsql;

namespace ECommerce.Ledger;

/// <summary>
/// The ledger of a fleet: one PostgreSQL, any number of writers. A batch takes two round trips and a fixed number of
/// statements: load under lock, then write and commit.
/// </summary>
public sealed class PostgresLedger : SqlLedger
{
    // Writers of the same database agree on it while they migrate.
    private const long MigrationLock = 4_711_823_551;

    private readonly NpgsqlDataSource _database;
    private readonly bool _owned;
    private readonly SemaphoreSlim _opening = new(1);
    private volatile bool _open;

    /// <summary>With a connection pool of its own.</summary>
    public PostgresLedger(string connectionString, TimeProvider? clock = null)
        : this(PostgresConnections.Create(connectionString), clock) => _owned = true;

    /// <summary>With a connection pool that stays its owner's.</summary>
    public PostgresLedger(NpgsqlDataSource database, TimeProvider? clock = null)
        : base(clock ?? TimeProvider.System) => _database = database;

    private protected override Dialect Sql { get; } = new PostgresDialect();

    /// <inheritdoc/>
    public override async Task Open()
    {
        if (_open)
        {
            return;
        }

        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_open)
            {
                await NothingHappensUnless(Migrate).ConfigureAwait(false);
            }

            _open = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _owned ? _database.DisposeAsync() : ValueTask.CompletedTask;

    private protected override async Task<IReadOnlyList<Verdict>> CommitWhole(IReadOnlyList<LedgerEvent> batch)
    {
        await Open().ConfigureAwait(false);
        var keys = new BatchKeys(batch);
        return await Retried(() => CommitOnce(batch, keys)).ConfigureAwait(false);
    }

    private protected override async Task Query(TimeSpan timeout, IReadOnlyList<Statement> statements)
    {
        await Open().ConfigureAwait(false);
        await NothingHappensUnless(async connection =>
        {
            var trip = new PostgresBatch(connection, Sql, timeout);
            if (statements.Count > 1)
            {
                trip.Add("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").AddRange(statements).Add("COMMIT");
            }
            else
            {
                trip.AddRange(statements);
            }

            return await trip.Execute().ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private protected override async Task<long> Change(bool durable, IReadOnlyList<Statement> statements)
    {
        await Open().ConfigureAwait(false);
        return await Retried(async () =>
        {
            var connection = await Connect().ConfigureAwait(false);
            await using var connectionEnds = connection.ConfigureAwait(false);
            var batch = new PostgresBatch(connection, Sql).Add("BEGIN");
            return await Finish((durable ? batch : batch.Add("SET LOCAL synchronous_commit TO off")).AddRange(statements)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Verdict>> CommitOnce(IReadOnlyList<LedgerEvent> batch, BatchKeys keys)
    {
        var connection = await Connect().ConfigureAwait(false);
        await using var connectionEnds = connection.ConfigureAwait(false);
        var load = new BooksLoad(keys, Sql);
        var first = new PostgresBatch(connection, Sql).Add("BEGIN");

        // There is no lock on a row that is not there: a first charge makes the wallet before it is locked.
        if (keys.ChargedUsers is { Length: > 0 } users)
        {
            first.Add(Statement.Change(
                "INSERT INTO wallets (user_id, balance) SELECT u, 0 FROM unnest($1) AS u ORDER BY u COLLATE \"C\" ON CONFLICT DO NOTHING", users));
        }

        try
        {
            await first.AddRange(load.Statements()).Execute().ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is Failed.Silent)
        {
            throw Away(failure);
        }

        var books = load.Finish();
        var verdicts = Guards.Apply(batch, books);
        var second = new PostgresBatch(connection, Sql);
        BooksWrite.Write(books, second);
        await Finish(second).ConfigureAwait(false);
        Tell(books);
        return verdicts;
    }

    // From here on a lost connection leaves it open whether the transaction was committed.
    private static async Task<long> Finish(PostgresBatch last)
    {
        try
        {
            return await last.Add("COMMIT").Execute().ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is Failed.Silent)
        {
            throw new LedgerUncertainException("The connection went away during a commit.", failure);
        }
    }

    private async Task<T> Retried<T>(Func<Task<T>> transaction)
    {
        for (var attempt = 1; ; attempt++)
        {
            Exception failure;
            try
            {
                return await transaction().ConfigureAwait(false);
            }
            catch (Exception met) when (PostgresFailure.Of(met) is not null)
            {
                failure = met;
            }

            switch (PostgresFailure.Of(failure)!.Value)
            {
                case Failed.Again or Failed.Unique when attempt <= LedgerBounds.Retries:
                    await Task.Delay(Backoff(attempt)).ConfigureAwait(false);
                    break;
                case Failed.Unique or Failed.Constraint:
                    throw new ConstraintException(failure);
                case Failed.Again or Failed.Away or Failed.Silent:
                    throw Away(failure);
            }
        }
    }

    // Two writers that met must not meet again at the same step. They are real ones, so the wait is real time.
    private static TimeSpan Backoff(int attempt) => TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * Math.Min(200, 4 << attempt));

    private async Task<NpgsqlConnection> Connect()
    {
        try
        {
            return await _database.OpenConnectionAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is not null)
        {
            throw Away(failure);
        }
    }

    private async Task NothingHappensUnless(Func<NpgsqlConnection, Task<long>> work)
    {
        var connection = await Connect().ConfigureAwait(false);
        await using var connectionEnds = connection.ConfigureAwait(false);
        try
        {
            await work(connection).ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is Failed.Away or Failed.Silent or Failed.Again)
        {
            throw Away(failure);
        }
    }

    private async Task<long> Migrate(NpgsqlConnection connection)
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
            var script = new NpgsqlCommand(migration.Sql, connection, transaction);
            await using var scriptEnds = script.ConfigureAwait(false);
            await script.ExecuteNonQueryAsync().ConfigureAwait(false);
            await new PostgresBatch(connection, Sql)
                .Add(Statement.Change(Migrations.Record, (long)migration.Version, migration.Name))
                .Execute().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        return applied;
    }

    private static LedgerUnavailableException Away(Exception failure) => new("The database cannot be reached.", failure);
}
