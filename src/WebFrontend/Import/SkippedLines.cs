namespace ECommerce.WebFrontend.Import;

/// <summary>A record that was not imported.</summary>
/// <param name="Line">Where it starts in the file, from 1.</param>
/// <param name="Reason">Why, for the one who sent the file.</param>
public sealed record SkippedLine(long Line, string Reason);

/// <summary>Collects what was skipped, up to a bound; safe for several writers.</summary>
public sealed class SkippedLines
{
    /// <summary>The most skipped records that are listed; a last entry says that there were more.</summary>
    public const int MaximumListed = 1_000;

    private readonly Lock _gate = new();
    private readonly List<SkippedLine> _lines = [];
    private long? _firstUnlisted;

    /// <summary>Notes a skipped record.</summary>
    public void Add(long line, string reason)
    {
        lock (_gate)
        {
            if (_lines.Count < MaximumListed)
            {
                _lines.Add(new(line, reason));
            }
            else
            {
                _firstUnlisted ??= line;
            }
        }
    }

    /// <summary>What was skipped, by line.</summary>
    public IReadOnlyList<SkippedLine> ToList()
    {
        lock (_gate)
        {
            SkippedLine[] more = _firstUnlisted is { } line ? [new(line, "this and more records were skipped and are not listed")] : [];
            return [.. _lines.OrderBy(skipped => skipped.Line), .. more];
        }
    }
}
