using System.Diagnostics.CodeAnalysis;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace ECommerce.Ledger;

// Statements that go to the server in one round trip. Rows are written set-based, an array for each column: the number of
// statements does not depend on the number of rows.
internal sealed class PostgresBatch(NpgsqlConnection connection, Dialect sql, TimeSpan? timeout = null) : IRowWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly NpgsqlBatch _batch = new(connection) { Timeout = (int)(timeout ?? LedgerBounds.Timeout).TotalSeconds };
    private readonly List<Action<Columns>> _results = [];

    public PostgresBatch Add(Statement statement)
    {
        if (statement.Row is not null)
        {
            _results.Add(statement.Row);
        }

        return Add(statement.Sql, statement.Args.Select(Parameter));
    }

    public PostgresBatch Add(string text) => Add(text, []);

    public PostgresBatch AddRange(IEnumerable<Statement> statements)
    {
        foreach (var statement in statements)
        {
            Add(statement);
        }

        return this;
    }

    // A row that does not exist can be neither locked nor changed: the first charge of a user makes the wallet.
    public PostgresBatch AddWallets(string[] userIds) => Add(Statement.Change(
        "INSERT INTO wallets (user_id, balance) SELECT u, 0 FROM unnest($1) AS u ORDER BY u COLLATE \"C\" ON CONFLICT DO NOTHING", userIds));

    // A statement about rows; $1, $2, … are arrays with the columns of them. No rows cost no statement.
    public void Add<TRow>(string text, IReadOnlyList<Column<TRow>> columns, IReadOnlyList<TRow> rows, Action<Columns>? row = null)
    {
        if (rows.Count == 0)
        {
            return;
        }

        _results.Add(row ?? (_ => { }));
        Add(text, columns.Select(column => Parameter(column, rows)));
    }

    public void Insert<TRow>(TableMap<TRow> table, IReadOnlyList<TRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var columns = table.Select();
        var changed = table.TracksChanges ? (", changed", ", " + sql.CurrentChange) : ("", "");
        Add(
            $"INSERT INTO {table.Name} ({columns}{changed.Item1}) SELECT {columns}{changed.Item2} " +
            $"FROM unnest({Arguments(table.Columns.Count)}) WITH ORDINALITY AS given ({columns}, nth) ORDER BY nth",
            table.Columns.Select(column => Parameter(column, rows)));
    }

    public void Update<TRow>(TableMap<TRow> table, IReadOnlyList<TRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var columns = table.KeyAndChanging;
        var set = string.Join(", ", columns.Skip(table.KeyColumns).Select(column => $"{column.Name} = given.{column.Name}"));
        var key = string.Join(" AND ", columns.Take(table.KeyColumns).Select(column => $"old.{column.Name} = given.{column.Name}"));

        // Those of variants are noted in rows of their own, see NoteChanges.
        var changed = table.TracksChanges && !ReferenceEquals(table, Tables.Variants) ? $", changed = {sql.CurrentChange}" : "";
        Add(
            $"UPDATE {table.Name} AS old SET {set}{changed} FROM unnest({Arguments(columns.Count)}) " +
            $"AS given ({string.Join(", ", columns.Select(column => column.Name))}) WHERE {key}",
            columns.Select(column => Parameter(column, rows)));
    }

    public void AddSales(TableMap<SalesRow> table, IReadOnlyList<SalesRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Add(
            $"INSERT INTO {table.Name} AS old ({table.Select()}) SELECT * FROM unnest({Arguments(table.Columns.Count)}) " +
            $"ON CONFLICT ({table.Columns[0].Name}, product_id) DO UPDATE SET units = old.units + excluded.units",
            table.Columns.Select(column => Parameter(column, rows)));
    }

    public void NoteChanges(IReadOnlyList<string> productIds)
    {
        if (productIds.Count > 0)
        {
            Add(Statement.Change("INSERT INTO product_changes (product_ids) VALUES ($1)", productIds.ToArray()));
        }
    }

    // Returns how many rows changed.
    public async Task<long> Execute()
    {
        var reader = await _batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using var readerEnds = reader.ConfigureAwait(false);
        var columns = new Columns(reader, (row, column) => row.GetFieldValue<DateTimeOffset>(column));
        foreach (var onRow in _results)
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                onRow(columns.FromTheLeft());
            }

            await reader.NextResultAsync().ConfigureAwait(false);
        }

        while (await reader.NextResultAsync().ConfigureAwait(false))
        {
        }

        await reader.CloseAsync().ConfigureAwait(false);
        return Math.Max(0, reader.RecordsAffected);
    }

    private PostgresBatch Add(string text, IEnumerable<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        _batch.BatchCommands.Add(command);
        return this;
    }

    private static string Arguments(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => "$" + i));

    private static NpgsqlParameter Parameter(Argument argument) => argument.Value switch
    {
        string value => new() { Value = Sendable(value), NpgsqlDbType = NpgsqlDbType.Text },
        long value => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint },
        DateTimeOffset time => new() { Value = time.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
        byte[] value => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bytea },
        string[] value => new() { Value = Array.ConvertAll(value, text => Sendable(text)), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        long[] value => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        var other => throw new InvalidOperationException($"No argument is a {other.GetType().Name}."),
    };

    private static NpgsqlParameter Parameter<TRow>(Column<TRow> column, IReadOnlyList<TRow> rows) => column.Type switch
    {
        ColumnType.Text => Parameter(NpgsqlDbType.Text, rows.Select(row => Sendable((string?)column.Value(row)))),
        ColumnType.Json => Parameter(NpgsqlDbType.Json, rows.Select(row => Sendable((string?)column.Value(row)))),
        ColumnType.Bytes => Parameter(NpgsqlDbType.Bytea, rows.Select(row => (byte[]?)column.Value(row))),
        ColumnType.Number => Parameter(NpgsqlDbType.Bigint, rows.Select(row => (long?)column.Value(row))),
        ColumnType.Flag => Parameter(NpgsqlDbType.Boolean, rows.Select(row => (bool?)column.Value(row))),
        ColumnType.Time => Parameter(
            NpgsqlDbType.TimestampTz, rows.Select(row => ((DateTimeOffset?)column.Value(row))?.ToUniversalTime())),
    };

    // Throws for text that cannot be written as UTF-8. The driver would notice it only after half of the batch is sent, and
    // the connection would be lost.
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Sendable(string? text)
    {
        if (text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            StrictUtf8.GetByteCount(text!);
        }

        return text;
    }

    private static NpgsqlParameter Parameter<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
