namespace ECommerce.Ledger;

/// <summary>Lines of the operators' log while they are read, bounded by their size: see <see cref="ILedger.Log"/>.</summary>
public sealed class LogPage
{
    private readonly List<Numbered<LogEntry>> _lines = [];
    private long _size;

    /// <summary>What was read.</summary>
    public IReadOnlyList<Numbered<LogEntry>> Lines => _lines;

    /// <summary>True: nothing more is to be read.</summary>
    public bool IsFull { get; private set; }

    /// <summary>How many of some lines are on a page that has at most so many: all before the line at which one of its bounds is reached.</summary>
    public static int CountOf(IReadOnlyList<Numbered<LogEntry>> lines, int limit)
    {
        var page = new LogPage();
        return lines.Take(limit).TakeWhile(line =>
        {
            page.Add(line);
            return !page.IsFull;
        }).Count();
    }

    /// <summary>Takes the next one.</summary>
    public void Add(Numbered<LogEntry> line)
    {
        IsFull = _size >= LedgerBounds.LogPageCharacters;
        _size += SizeOf(line.Row);
        _lines.Add(line);
    }

    private static long SizeOf(LogEntry line) => (long)(line.Before?.Length ?? 0) + (line.After?.Length ?? 0) + (line.Reason?.Length ?? 0);
}
