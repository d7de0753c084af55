namespace ECommerce.Ledger;

// How fast the number of published events grows. Several processes publish, so each notes the common total when it reads it.
internal sealed class PublishedRate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(0.5);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Total)> _noted = [];
    private long _last;

    // Notes the total as it is now. Returns its growth per second since the oldest note of the last ten seconds; 0 for the first note.
    public double Note(long total)
    {
        var at = time.GetTimestamp();
        lock (_lock)
        {
            while (_noted.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, at) > Window)
            {
                _noted.Dequeue();
            }

            if (_noted.Count == 0 || time.GetElapsedTime(_last, at) >= Spacing)
            {
                _noted.Enqueue((at, total));
                _last = at;
            }

            var first = _noted.Peek();
            var seconds = time.GetElapsedTime(first.At, at).TotalSeconds;
            return seconds > 0 ? Math.Max(0, total - first.Total) / seconds : 0;
        }
    }
}
