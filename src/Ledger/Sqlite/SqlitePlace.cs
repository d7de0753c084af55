using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ECommerce.Ledger;

// Whether the files of an open database are still where they were opened. A program goes on writing to a file that was deleted or
// moved away as if nothing had happened, and what it writes is gone when it ends. Also the marker, which tells a first start from one
// whose database is missing.
internal sealed class SqlitePlace : IDisposable
{
    // SQLITE_FCNTL_HAS_MOVED: whether another file, or none, is where this one was opened. Windows lets nobody take an open file away.
    private const int HasMoved = 20;

    private readonly string _path;
    private readonly SqliteConnection _connection;

    // While this connection is open, SQLite itself removes neither the log nor its index.
    public SqlitePlace(string path)
    {
        // SQLite follows a link, and keeps its log beside what the link leads to.
        _path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        _connection = new SqliteConnection(SqliteSession.Existing(path));
        try
        {
            _connection.Open();
            using var read = _connection.CreateCommand();
            read.CommandText = Migrations.Applied;
            read.ExecuteScalar();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    // Looks three times whether a file is there, which takes microseconds.
    public void Check()
    {
        if (Missing() is { } missing)
        {
            throw new LedgerUnavailableException(
                "The database file is not where it was.",
                new FileNotFoundException($"{missing} was deleted, moved or replaced; nothing is read or written until the files are back or the shop is started again."));
        }
    }

    public void Dispose() => _connection.Dispose();

    // Says that a database was made here.
    public static string Marker(string path) => path + ".made";

    public static void Mark(string path)
    {
        if (new FileInfo(Marker(path)) is { Exists: true, Length: > 0 })
        {
            return;
        }

        using var marker = PrivateFiles.Open(Marker(path), FileShare.ReadWrite);
        marker.Write(Encoding.UTF8.GetBytes(
            $"{Path.GetFileName(path)} was made here. While this file is here, the shop does not start without it. Remove this file to begin anew.\n"));
    }

    // Why a database must not be made here; null: it may.
    public static string? Refuse(string path) => File.Exists(Marker(path))
        ? $"The database {path} is missing or empty, but one was made here before. Put it back, or restore a backup of it; to begin anew, remove {Marker(path)}."
        : null;

    private string? Missing()
    {
        var (log, index) = (_path + "-wal", _path + "-shm");
        return IsMoved() ? _path : !File.Exists(log) ? log : !File.Exists(index) ? index : null;
    }

    private bool IsMoved()
    {
        var isMoved = 0;
        _ = FileControl(_connection.Handle!, null, HasMoved, ref isMoved);
        return isMoved != 0;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(sqlite3 connection, string? database, int operation, ref int argument);
}
