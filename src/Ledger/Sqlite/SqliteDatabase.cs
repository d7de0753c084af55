using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ECommerce.Ledger;

/// <summary>
/// The embedded database: one file, durable at every commit. One writer at a time, across processes too; readers do not wait for it.
/// </summary>
public sealed class SqliteDatabase : SqlDatabase
{
    private const int Readers = 8;
    private const int BusyError = 5;
    private const int ConstraintError = 19;
    private const string Unwritable = "The database file cannot be written.";

    // The longest wait for another process that writes.
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _writing = new(1);
    private readonly SemaphoreSlim _reading = new(Readers);
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly string _path;
    private volatile SqliteSession? _writer;
    private volatile bool _wasOpened;
    private int _disposed;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="path">The file; its directory is made when missing.</param>
    /// <param name="clock">Ends leases, and ages the figures of the payment stream.</param>
    public SqliteDatabase(string path, TimeProvider? clock = null)
        : base(clock) => _path = path;

    internal override Dialect Sql { get; } = new SqliteDialect();

    /// <inheritdoc/>
    /// <remarks>The driver knows no waiting but that of a thread, so the work gets one.</remarks>
    public override Task Guard(Func<Task> work) => base.Guard(() => Task.Run(work));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        // A second call would wait for ever for the places that the first one keeps.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Circuit.Dispose();
        await _writing.WaitAsync().ConfigureAwait(false);
        for (var i = 0; i < Readers; i++)
        {
            await _reading.WaitAsync().ConfigureAwait(false);
        }

        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        CloseWriter();
    }

    // A file that was open once has its tables, whatever became of the writer: readers need no other.
    internal override Task Open() => _wasOpened ? Task.CompletedTask : Write(_ => 0);

    internal override Task<long> Change(bool durable, IReadOnlyList<Statement> statements) =>
        Guarded(() => Write(session => statements.Sum(session.Execute), durable));

    internal override Task WriteRow() => Write(session => session.Execute(Statement.Change(Sql.ProbeWrite)), durable: false);

    internal override Task<Books> Commit(BatchKeys keys, Action<Books> apply) => Guarded(() => Write(session =>
    {
        var load = new BooksLoad(keys, Sql);
        foreach (var statement in load.Statements())
        {
            session.Execute(statement);
        }

        var books = load.Finish();
        apply(books);
        BooksWrite.Write(books, session);
        return books;
    }));

    internal override Task Scan(TimeSpan timeout, IReadOnlyList<Statement> statements) => Query(statements);

    internal override async Task Query(params IReadOnlyList<Statement> statements)
    {
        await Open().ConfigureAwait(false);
        if (!await _reading.WaitAsync(LedgerBounds.Timeout).ConfigureAwait(false))
        {
            throw new LedgerUnavailableException("Too many readers wait for the database file.");
        }

        try
        {
            await Task.Run(() => ReadInSnapshot(statements)).ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            throw new LedgerUnavailableException("The database file cannot be read.", failure);
        }
        finally
        {
            _reading.Release();
        }
    }

    private void ReadInSnapshot(IReadOnlyList<Statement> statements)
    {
        if (!_readers.TryTake(out var session))
        {
            session = new(_path, Sql, Busy);
        }

        try
        {
            session.Script("BEGIN");
            foreach (var statement in statements)
            {
                session.Execute(statement);
            }

            session.Script("COMMIT");
            _readers.Add(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private async Task<T> Write<T>(Func<SqliteSession, T> work, bool durable = true)
    {
        if (!await _writing.WaitAsync(LedgerBounds.Timeout).ConfigureAwait(false))
        {
            throw new LedgerUnavailableException("Too many writers wait for the database file.");
        }

        try
        {
            return await Task.Run(() => WriteInTransaction(work, durable)).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private T WriteInTransaction<T>(Func<SqliteSession, T> work, bool durable)
    {
        var session = OpenedWriter();
        T result;
        try
        {
            session.WaitForDisk(durable);
            session.Script("BEGIN IMMEDIATE");
            result = work(session);
        }
        catch (SqliteException failure)
        {
            CloseWriter();
            if (failure.SqliteErrorCode == ConstraintError)
            {
                throw new ConstraintException(failure);
            }

            if (failure.SqliteErrorCode == BusyError)
            {
                // Those who come next would each wait as long.
                Circuit.Open($"{Unwritable} {failure.Message}");
            }

            throw new LedgerUnavailableException(Unwritable, failure);
        }
        catch
        {
            CloseWriter();
            throw;
        }

        try
        {
            session.Script("COMMIT");
            return result;
        }
        catch (SqliteException failure)
        {
            CloseWriter();
            throw new LedgerUncertainException("The commit to the database file failed.", failure);
        }
    }

    private SqliteSession OpenedWriter()
    {
        if (_writer is not null)
        {
            return _writer;
        }

        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(_path)) is { } directory)
            {
                Directory.CreateDirectory(directory);
            }

            // Another process may be migrating, which takes longer than a commit.
            _writer = Migrated(new SqliteSession(_path, Sql, _wasOpened ? Busy : LedgerBounds.Timeout));
            _writer.WaitForOthers(Busy);
            _wasOpened = true;
            return _writer;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException("The database file cannot be opened.", failure);
        }
    }

    private static SqliteSession Migrated(SqliteSession session)
    {
        try
        {
            session.Script("BEGIN IMMEDIATE");
            var applied = 0L;
            session.Execute(Statement.Change(Migrations.VersionTable));
            session.Execute(Statement.Query(Migrations.Applied, at => applied = at.Number()));
            foreach (var migration in Migrations.Missing("Sqlite", applied))
            {
                session.Script(migration.Sql);
                session.Execute(Statement.Change(Migrations.Record, (long)migration.Version, migration.Name));
            }

            session.Script("COMMIT");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // Closing rolls back a transaction that was begun. The next write opens the file again.
    private void CloseWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }
}
