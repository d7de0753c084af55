using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ECommerce.Ledger;

/// <summary>
/// The embedded database: one file, durable at every commit. One writer at a time, across processes too; readers do not wait for it.
/// </summary>
public sealed partial class SqliteDatabase : SqlDatabase
{
    private const int Readers = 8;
    private const int BusyError = 5;
    private const int ConstraintError = 19;
    private const string Unwritable = "The database file cannot be written.";

    // The longest wait for another process that writes, and for a cart, which is written on a connection of its own.
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1.5);

    private readonly SemaphoreSlim _writing = new(1);
    private readonly SemaphoreSlim _reading = new(Readers);
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly string _path;
    private volatile SqliteSession? _writer;
    private volatile SqlitePlace? _place;
    private volatile bool _wasOpened;
    private int _disposed;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="path">The file; its directory is made when missing.</param>
    /// <param name="clock">Ends leases, and ages the figures of the payment stream.</param>
    public SqliteDatabase(string path, TimeProvider? clock = null)
        : base(clock) => _path = Path.GetFullPath(path);

    internal override Dialect Sql { get; } = new SqliteDialect();

    /// <summary>Why a file must not be opened, which is missing although a database was made there before; null: it may.</summary>
    public static string? RefuseToOpen(string file) =>
        new FileInfo(file) is { Exists: true, Length: > 0 } ? null : SqlitePlace.Refuse(Path.GetFullPath(file));

    /// <inheritdoc/>
    public override void RequireFiles() => _place?.Check();

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
        _place?.Dispose();
    }

    // A file that was open once has its tables, whatever became of the writer: readers need no other.
    internal override Task Open() => _wasOpened ? Task.CompletedTask : Write(_ => 0);

    internal override Task<long> Change(bool durable, IReadOnlyList<Statement> statements) =>
        Guarded(attempt => Write(session => statements.Sum(session.Execute), durable, attempt));

    // A write that is at work would be waited for, and may be slow with good reason: that another process has the file it finds out by itself.
    private protected override Task<IReadOnlySet<int>?> Ask() =>
        _writing.CurrentCount == 0 && !Circuit.IsOpen ? Task.FromResult<IReadOnlySet<int>?>(null) : base.Ask();

    internal override Task WriteRow() => Write(session => session.Execute(Statement.Change(Sql.ProbeWrite)), durable: false);

    internal override Task<Books> Commit(BatchKeys keys, Action<Books> apply, bool hasty) => Guarded(attempt => Write(session =>
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
    }, durable: true, attempt));

    private async Task<T> Write<T>(Func<SqliteSession, T> work, bool durable = true, Attempt? attempt = null)
    {
        if (!await _writing.WaitAsync(LedgerBounds.Timeout).ConfigureAwait(false))
        {
            throw new LedgerUnavailableException("Too many writers wait for the database file.");
        }

        try
        {
            return await Task.Run(() => WriteInTransaction(work, durable, attempt)).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private T WriteInTransaction<T>(Func<SqliteSession, T> work, bool durable, Attempt? attempt)
    {
        attempt?.ThrowIfGivenUp();
        RequireFiles();
        var session = OpenedWriter();
        T result;
        try
        {
            session.WaitForDisk(durable);
            session.Script("BEGIN IMMEDIATE");
            result = work(session);
            attempt?.ThrowIfGivenUp();
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
        }
        catch (SqliteException failure)
        {
            CloseWriter();
            throw new LedgerUncertainException("The commit to the database file failed.", failure);
        }

        // Nobody is told of a commit to a file that is gone by now.
        try
        {
            RequireFiles();
        }
        catch (LedgerUnavailableException gone)
        {
            throw new LedgerUncertainException(gone.Message, gone.InnerException);
        }

        return result;
    }

    private SqliteSession OpenedWriter()
    {
        if (_writer is not null)
        {
            return _writer;
        }

        try
        {
            MakeFile();

            // Another process may be migrating, which takes longer than a commit.
            _writer = Migrated(new SqliteSession(_path, Sql, _wasOpened ? Busy : LedgerBounds.Timeout));
            _writer.WaitForOthers(Busy);
            SqlitePlace.Mark(_path);
            _place ??= new SqlitePlace(_path);

            // Set only after the migration: readers take it for the sign that the tables exist.
            _wasOpened = true;
            return _writer;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            CloseWriter();
            throw new LedgerUnavailableException("The database file cannot be opened.", failure);
        }
    }

    // Empty, and with the permissions that SQLite then gives the files beside it as well. Where a database was made before, none is made.
    private void MakeFile()
    {
        if (File.Exists(_path) || SqlitePlace.Refuse(_path) is not null)
        {
            return;
        }

        PrivateFiles.MakeFolderOf(_path);
        using var made = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
        made.Open();
        PrivateFiles.Restrict(_path);
    }

    private SqliteSession Migrated(SqliteSession session)
    {
        try
        {
            session.Script("BEGIN IMMEDIATE");
            var applied = 0L;
            session.Execute(Statement.Change(Migrations.VersionTable));
            session.Execute(Statement.Query(Migrations.Applied, at => applied = at.Number()));
            if (applied == 0 && SqlitePlace.Refuse(_path) is { } refusal)
            {
                throw new InvalidOperationException(refusal);
            }

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
