using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ECommerce.Ledger;

// A connection and its prepared statements. Used by one thread at a time.
internal sealed class SqliteSession : IRowWriter, IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private readonly Dialect _sql;
    private bool _waitsForDisk = true;

    // Busy: the longest wait for another process that writes.
    public SqliteSession(string path, Dialect sql, TimeSpan busy)
    {
        _sql = sql;

        // The driver's own wait begins when that of the database is over: it would try again and again, and is kept as short as it can be.
        var settings = new SqliteConnectionStringBuilder(Existing(path)) { DefaultTimeout = 1 };
        _connection = new(settings.ToString());
        try
        {
            _connection.Open();
            _connection.CreateFunction("chained", (byte[] previous, string content) => Chain.Next(previous, content), isDeterministic: true);
            WaitForOthers(busy);
            Script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public void WaitForOthers(TimeSpan busy) => Script($"PRAGMA busy_timeout = {(long)busy.TotalMilliseconds}");

    // Opens a file that is there, and makes none where it is missing.
    public static string Existing(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString();

    // A commit that does not wait for the disk reaches it with the next commit that does.
    public void WaitForDisk(bool wait)
    {
        if (_waitsForDisk != wait)
        {
            Script(wait ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _waitsForDisk = wait;
        }
    }

    public void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Execute(Statement statement)
    {
        var command = Prepared(statement.Sql, statement.Args.Length);
        for (var i = 0; i < statement.Args.Length; i++)
        {
            command.Parameters[i].Value = Stored(statement.Args[i].Value);
        }

        if (statement.Row is null)
        {
            return command.ExecuteNonQuery();
        }

        using var reader = command.ExecuteReader();
        var columns = new Columns(reader, Time);
        while (reader.Read())
        {
            statement.Row(columns.FromTheLeft());
        }

        return 0;
    }

    public void Insert<TRow>(TableMap<TRow> table, IReadOnlyList<TRow> rows)
    {
        var changed = table.TracksChanges ? (", changed", ", " + _sql.CurrentChange) : ("", "");
        Each(
            $"INSERT INTO {table.Name} ({table.Select()}{changed.Item1}) VALUES ({Arguments(table.Columns.Count)}{changed.Item2})",
            table.Columns, rows);
    }

    public void Update<TRow>(TableMap<TRow> table, IReadOnlyList<TRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var columns = table.KeyAndChanging;
        var equal = columns.Select((column, i) => $"{column.Name} = ${i + 1}").ToList();
        var changed = table.TracksChanges ? $", changed = {_sql.CurrentChange}" : "";
        Each(
            $"UPDATE {table.Name} SET {string.Join(", ", equal.Skip(table.KeyColumns))}{changed} WHERE {string.Join(" AND ", equal.Take(table.KeyColumns))}",
            columns, rows);
    }

    public void AddSales(TableMap<SalesRow> table, IReadOnlyList<SalesRow> rows) => Each(
        $"INSERT INTO {table.Name} ({table.Select()}) VALUES ({Arguments(table.Columns.Count)}) " +
        $"ON CONFLICT ({table.Columns[0].Name}, product_id) DO UPDATE SET units = units + excluded.units",
        table.Columns, rows);

    // Each row that changes carries the number of its change, which is counted here.
    public void NoteChanges(IReadOnlyList<string> productIds)
    {
        if (productIds.Count > 0)
        {
            Execute(Statement.Change("UPDATE catalogue_changes SET value = value + 1"));
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private void Each<TRow>(string sql, IReadOnlyList<Column<TRow>> columns, IReadOnlyList<TRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var command = Prepared(sql, columns.Count);
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                command.Parameters[i].Value = Stored(columns[i].Value(row));
            }

            command.ExecuteNonQuery();
        }
    }

    private SqliteCommand Prepared(string sql, int arguments)
    {
        if (_prepared.TryGetValue(sql, out var command))
        {
            return command;
        }

        command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= arguments; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i });
        }

        return _prepared[sql] = command;
    }

    private static string Arguments(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => "$" + i));

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        string[] texts => JsonSerializer.Serialize(texts),
        long[] numbers => JsonSerializer.Serialize(numbers),
        _ => value,
    };

    private static DateTimeOffset Time(DbDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));
}
