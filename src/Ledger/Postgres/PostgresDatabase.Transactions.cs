using Npgsql;

namespace ECommerce.Ledger;

// The transactions themselves, and what their failures mean.
public sealed partial class PostgresDatabase
{
    // How often a transaction is tried again after it met another writer.
    private const int Retries = 10;

    // How a hasty transaction begins.
    private const string Hasty = "SET LOCAL lock_timeout TO '50ms'";

    // The longest that the question may take whether it answers; who asks gives up sooner.
    private static readonly TimeSpan Question = TimeSpan.FromSeconds(2);

    // How long the sessions are waited for when it is known already that the database answers: the circuit waits for a second.
    private static readonly TimeSpan ForSessions = TimeSpan.FromSeconds(0.7);

    private async Task<CommittedBatch?> Expected(ExpectedBatch expected, bool hasty, Attempt attempt)
    {
        var connection = await Connect(_connections).ConfigureAwait(false);
        await using var connectionEnds = connection.ConfigureAwait(false);
        try
        {
            attempt.ThrowIfGivenUp();

            // Without BEGIN, the statements that go out together are one transaction.
            var batch = new PostgresBatch(connection, Sql);
            if (hasty)
            {
                batch.Add("BEGIN").Add(Hasty);
            }

            expected.Write(batch);
            if (hasty)
            {
                batch.Add("COMMIT");
            }

            await batch.Execute().ConfigureAwait(false);
            return expected.Committed();
        }
        catch (Exception failure) when (PostgresFailure.Of(failure)
            is DatabaseFailure.UnexpectedRows or DatabaseFailure.Conflict or DatabaseFailure.DuplicateKey or DatabaseFailure.Constraint)
        {
            return null;
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is DatabaseFailure.Locked)
        {
            throw new LockedException(failure);
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

    private async Task Read(Func<Task<NpgsqlConnection>> connect, TimeSpan timeout, IReadOnlyList<Statement> statements)
    {
        await Open().ConfigureAwait(false);
        await Guard(() => With(connect(), async connection =>
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
        })).ConfigureAwait(false);
    }

    private Task<long> Changed(PostgresPool pool, bool durable, IReadOnlyList<Statement> statements, Attempt attempt) => Retried(async () =>
    {
        var connection = await Connect(pool).ConfigureAwait(false);
        await using var connectionEnds = connection.ConfigureAwait(false);
        attempt.ThrowIfGivenUp();
        var batch = new PostgresBatch(connection, Sql).Add("BEGIN");
        return await Commit((durable ? batch : batch.Add("SET LOCAL synchronous_commit TO off")).AddRange(statements)).ConfigureAwait(false);
    }, attempt);

    private async Task<Books> CommitOnce(BatchKeys keys, Action<Books> apply, bool hasty, Attempt attempt)
    {
        var connection = await Connect(_connections).ConfigureAwait(false);
        await using var connectionEnds = connection.ConfigureAwait(false);
        var load = new BooksLoad(keys, Sql);
        var first = new PostgresBatch(connection, Sql).Add("BEGIN");
        if (hasty)
        {
            first.Add(Hasty);
        }

        // Without this, two writers could both insert the first wallet of a user, and one of them would have to start again.
        if (keys.ChargedUsers is { Length: > 0 } users)
        {
            first.AddWallets(users);
        }

        // Nothing is committed yet, so a lost connection means that nothing has happened.
        await first.AddRange(load.Statements()).Execute().ConfigureAwait(false);
        var books = load.Finish();
        apply(books);
        attempt.ThrowIfGivenUp();
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

    private static async Task<T> Retried<T>(Func<Task<T>> transaction, Attempt attempt)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                attempt.ThrowIfGivenUp();
                return await transaction().ConfigureAwait(false);
            }
            catch (Exception failure) when (round <= Retries && PostgresFailure.Of(failure) is DatabaseFailure.Conflict or DatabaseFailure.DuplicateKey)
            {
                await Task.Delay(Backoff(round)).ConfigureAwait(false);
            }
            catch (Exception failure) when (PostgresFailure.Of(failure) is DatabaseFailure.DuplicateKey or DatabaseFailure.Constraint)
            {
                throw new ConstraintException(failure);
            }
            catch (Exception failure) when (PostgresFailure.Of(failure) is DatabaseFailure.Locked)
            {
                throw new LockedException(failure);
            }
            catch (Exception failure) when (PostgresFailure.Of(failure) is not null)
            {
                throw Unavailable(failure);
            }
        }
    }

    // Random, because two writers that met would otherwise meet again at the same step. The other writer may be another
    // process, so this is real time and not that of the clock.
    private static TimeSpan Backoff(int round) => TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * Math.Min(200, 4 << round));

    private static Task<NpgsqlConnection> Connect(PostgresPool pool) => Connected(pool.OpenConnectionAsync());

    private static async Task<NpgsqlConnection> Connected(ValueTask<NpgsqlConnection> connecting)
    {
        try
        {
            return await connecting.ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is not null)
        {
            throw Unavailable(failure);
        }
    }

    // For reads and migrations: a failure means that nothing has happened, and repeating is harmless.
    private static async Task With(Task<NpgsqlConnection> connecting, Func<NpgsqlConnection, Task> work)
    {
        var connection = await connecting.ConfigureAwait(false);
        await using var connectionEnds = connection.ConfigureAwait(false);
        try
        {
            await work(connection).ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailure.Of(failure) is DatabaseFailure.Unavailable or DatabaseFailure.ConnectionLost or DatabaseFailure.Conflict or DatabaseFailure.Locked)
        {
            throw Unavailable(failure);
        }
    }

    // Whatever the server says, it answers. Only silence, or a connection that is not made, is none. It is asked in two ways at once. Those
    // of the pool may all be in use by calls that are slow, or have nobody at the other end; a new connection takes long while the machine
    // is busy, and it alone tells the sessions.
    private protected override async Task<IReadOnlySet<int>?> Ask()
    {
        var (known, used) = (Sessions(), Answers());
        await Task.WhenAny(known, used).ConfigureAwait(false);
        if (known.IsFaulted)
        {
            known.Forget();
            await used.ConfigureAwait(false);
            return null;
        }

        if (used.IsCompletedSuccessfully)
        {
            await ((Task)known).WaitAsync(ForSessions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            known.Forget();
            return known.IsCompletedSuccessfully ? await known.ConfigureAwait(false) : null;
        }

        used.Forget();
        return await known.ConfigureAwait(false);
    }

    private async Task<IReadOnlySet<int>?> Sessions()
    {
        var sessions = new HashSet<int>();
        try
        {
            var connection = await Connected(_connections.OpenAlone(Question)).ConfigureAwait(false);
            await using var connectionEnds = connection.ConfigureAwait(false);
            await new PostgresBatch(connection, Sql, Question)
                .Add(Statement.Query("SELECT pid::bigint FROM pg_stat_activity WHERE datname = current_database()", at => sessions.Add((int)at.Number())))
                .Execute().ConfigureAwait(false);
            await new PostgresBatch(connection, Sql, Question)
                .Add("BEGIN").Add("SET LOCAL synchronous_commit TO off").Add(Statement.Change(Sql.ProbeWrite)).Add("COMMIT")
                .Execute().ConfigureAwait(false);
        }
        catch (Exception refused) when (refused.GetBaseException() is PostgresException)
        {
            // It has no connection left, or takes no write: then its sessions are those that it told before.
        }

        return sessions.Count > 0 ? sessions : null;
    }

    private async Task Answers()
    {
        try
        {
            await WriteRow().ConfigureAwait(false);
        }
        catch (Exception refused) when (refused.GetBaseException() is PostgresException)
        {
            // It answers.
        }
    }

    // Connections to a server that is gone without a word would stay silent when it is back.
    private protected override void Renew()
    {
        _connections.Renew();
        _scans.Renew();
    }

    private static LedgerUncertainException Uncertain(Exception failure) => new("The connection went away during a commit.", failure);

    private static LedgerUnavailableException Unavailable(Exception failure) => new(
        PostgresFailure.Of(failure) switch
        {
            DatabaseFailure.Locked => "Somebody else keeps a lock.",
            DatabaseFailure.ConnectionLost => "The database cannot be reached.",
            _ => "The database refuses.",
        },
        failure);
}
