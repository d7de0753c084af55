namespace ECommerce.WebFrontend.Import;

/// <summary>A record that was not imported.</summary>
/// <param name="Line">Where it starts in the file, from 1.</param>
/// <param name="Reason">Why, for the one who sent the file.</param>
public sealed record SkippedLine(long Line, string Reason);

/// <summary>Collects what there is to tell of a file; safe for several writers.</summary>
public sealed class ImportReport
{
    /// <summary>The most skipped records that are listed; a last entry says that there were more.</summary>
    public const int MaximumListed = 1_000;

    private readonly Lock _gate = new();

    // The first lines of all that were skipped: they are not skipped in order, since products are saved side by side.
    private readonly SortedSet<SkippedLine> _lines = new(Comparer<SkippedLine>.Create((one, other) => one.Line.CompareTo(other.Line)));
    private long? _firstUnlisted;

    /// <summary>The columns that the import does not use, as the file names them.</summary>
    public IReadOnlyList<string> Ignored { get; set; } = [];

    /// <summary>
    /// False once a record was skipped that may be about a variant. From then on nobody knows which variants the file leaves out:
    /// the record may name one of them.
    /// </summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Notes a record that could not be used. One that is noted already keeps its reason.</summary>
    public void Skip(long line, string reason)
    {
        lock (_gate)
        {
            IsComplete = false;
            List(line, reason);
        }
    }

    /// <summary>Notes a record that is about something else than merchandise.</summary>
    public void PassOver(long line, string reason)
    {
        lock (_gate)
        {
            List(line, reason);
        }
    }

    /// <summary>What was skipped, by line.</summary>
    public IReadOnlyList<SkippedLine> Skipped()
    {
        lock (_gate)
        {
            SkippedLine[] more = _firstUnlisted is { } line ? [new(line, "this and more records were skipped and are not listed")] : [];
            return [.. _lines, .. more];
        }
    }

    private void List(long line, string reason)
    {
        if (_lines.Add(new(line, reason)) && _lines.Count > MaximumListed)
        {
            var last = _lines.Max!;
            _lines.Remove(last);
            _firstUnlisted = Math.Min(last.Line, _firstUnlisted ?? long.MaxValue);
        }
    }
}
