using Microsoft.Data.Sqlite;

namespace ECommerce.Ledger;

// Reads, each in one snapshot on a connection that nobody else uses meanwhile.
public sealed partial class SqliteDatabase
{
    internal override Task Scan(TimeSpan timeout, IReadOnlyList<Statement> statements) => Query(statements);

    internal override async Task ScanAlone(TimeSpan timeout, IReadOnlyList<Statement> statements)
    {
        await Open().ConfigureAwait(false);
        await Read(() =>
        {
            using var session = Reader();
            ReadInSnapshot(session, statements);
        }).ConfigureAwait(false);
    }

    internal override async Task Query(params IReadOnlyList<Statement> statements)
    {
        await Open().ConfigureAwait(false);
        if (!await _reading.WaitAsync(LedgerBounds.Timeout).ConfigureAwait(false))
        {
            throw new LedgerUnavailableException("Too many readers wait for the database file.");
        }

        try
        {
            await Read(() => ReadOnOneOfMany(statements)).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    private static async Task Read(Action read)
    {
        try
        {
            await Task.Run(read).ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            throw new LedgerUnavailableException("The database file cannot be read.", failure);
        }
    }

    private void ReadOnOneOfMany(IReadOnlyList<Statement> statements)
    {
        RequireFiles();
        if (!_readers.TryTake(out var session))
        {
            session = Reader();
        }

        try
        {
            ReadInSnapshot(session, statements);
            _readers.Add(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private SqliteSession Reader()
    {
        RequireFiles();
        return new(_path, Sql, Busy);
    }

    private static void ReadInSnapshot(SqliteSession session, IReadOnlyList<Statement> statements)
    {
        session.Script("BEGIN");
        foreach (var statement in statements)
        {
            session.Execute(statement);
        }

        session.Script("COMMIT");
    }
}
