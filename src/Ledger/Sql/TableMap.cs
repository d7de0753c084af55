namespace ECommerce.Ledger;

internal enum ColumnType
{
    Text,
    Number,
    Flag,
    Time,
    Json,
}

// Changes: whether an update writes the column.
internal sealed record Column<TRow>(string Name, ColumnType Type, Func<TRow, object?> Value, bool Changes = false);

// How rows of a table are written. The first column is the key of updates; ThisChange marks tables that tell what changed.
internal sealed class TableMap<TRow>(string name, params Column<TRow>[] columns)
{
    public string Name { get; } = name;

    public IReadOnlyList<Column<TRow>> Columns { get; } = columns;

    public IReadOnlyList<Column<TRow>> KeyAndChanging { get; } = [columns[0], .. columns.Where(column => column.Changes)];

    public bool TellsChanges { get; init; }

    // For reading: all columns, each with the prefix.
    public string Select(string prefix = "") => string.Join(", ", Columns.Select(column => prefix + column.Name));
}
