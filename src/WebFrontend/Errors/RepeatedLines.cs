namespace ECommerce.WebFrontend;

/// <summary>
/// Keeps lines of the log that say the same from filling the disk: of each kind one is written at most once in a while, and the next one
/// can say how many were left out.
/// </summary>
/// <param name="spacing">The least time between two lines of one kind.</param>
internal sealed class RepeatedLines(TimeSpan spacing, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long WrittenAt, long Left)> _kinds = [];

    /// <summary>True: the line is to be written.</summary>
    /// <param name="kind">What it says; there must be few of them.</param>
    /// <param name="left">How many of its kind were left out since the last one.</param>
    public bool TakesAnother(string kind, out long left)
    {
        lock (_lock)
        {
            var isKnown = _kinds.TryGetValue(kind, out var last);
            left = last.Left;
            if (isKnown && clock.GetElapsedTime(last.WrittenAt) < spacing)
            {
                _kinds[kind] = last with { Left = left + 1 };
                return false;
            }

            _kinds[kind] = (clock.GetTimestamp(), 0);
            return true;
        }
    }
}
