namespace ECommerce.Ledger;

internal enum ColumnType
{
    Text,
    Number,
    Flag,
    Time,
    Json,
    Bytes,
}

// A column and the value that a row has in it. Changes: whether an update writes the column.
internal sealed record Column<TRow>(string Name, ColumnType Type, Func<TRow, object?> Value, bool Changes = false);

// A table, by which rows are written and read.
internal sealed class TableMap<TRow>(string name, params Column<TRow>[] columns)
{
    public string Name { get; } = name;

    public IReadOnlyList<Column<TRow>> Columns { get; } = columns;

    // How many columns, the first ones, are the key of updates.
    public int KeyColumns { get; init; } = 1;

    public IReadOnlyList<Column<TRow>> KeyAndChanging => field ??= [.. columns.Take(KeyColumns), .. columns.Where(column => column.Changes)];

    // Whether the table has a column "changed", which says which transaction changed a row last.
    public bool TracksChanges { get; init; }

    // The list of the columns for a SELECT, each with the prefix.
    public string Select(string prefix = "") => string.Join(", ", Columns.Select(column => prefix + column.Name));
}
