using System.Data.Common;

namespace ECommerce.Ledger;

// An argument of a statement. Only the types below convert to it, so that every dialect can send it.
internal readonly record struct Argument
{
    private Argument(object value) => Value = value;

    public object Value { get; }

    public static implicit operator Argument(string text) => new(text);

    public static implicit operator Argument(long number) => new(number);

    public static implicit operator Argument(DateTimeOffset time) => new(time);

    public static implicit operator Argument(byte[] bytes) => new(bytes);

    public static implicit operator Argument(string[] texts) => new(texts);

    public static implicit operator Argument(long[] numbers) => new(numbers);
}

// A statement with $1, $2, … for its arguments.
internal sealed record Statement(string Sql, Argument[] Args, Action<Columns>? Row = null)
{
    public static Statement Query(string sql, Action<Columns> row, params Argument[] args) => new(sql, args, row);

    public static Statement Change(string sql, params Argument[] args) => new(sql, args);
}

// The columns of the current row. Each read moves to the next column.
internal sealed class Columns(DbDataReader reader, Func<DbDataReader, int, DateTimeOffset> time)
{
    private int _next;

    public Columns FromTheLeft()
    {
        _next = 0;
        return this;
    }

    public void Skip(int columns) => _next += columns;

    public string Text() => reader.GetString(_next++);

    public string? TextOrNull() => reader.IsDBNull(_next) ? Skip<string>() : Text();

    public byte[]? BytesOrNull() => reader.IsDBNull(_next) ? Skip<byte[]>() : reader.GetFieldValue<byte[]>(_next++);

    public long Number() => reader.GetInt64(_next++);

    public long? NumberOrNull() => reader.IsDBNull(_next) ? SkipValue<long>() : Number();

    public bool Flag() => reader.GetBoolean(_next++);

    public DateTimeOffset Time() => time(reader, _next++);

    public DateTimeOffset? TimeOrNull() => reader.IsDBNull(_next) ? SkipValue<DateTimeOffset>() : Time();

    private T? Skip<T>()
        where T : class
    {
        _next++;
        return null;
    }

    private T? SkipValue<T>()
        where T : struct
    {
        _next++;
        return null;
    }
}
