namespace ECommerce.WebFrontend;

/// <summary>
/// Lets calls of one kind in while they can be answered in time. The others wait in a queue, first come first served, and not for long. When some
/// waited in vain there is more than a burst, and the wait is much shorter until that is over: otherwise all who come while the shop is
/// full would wait as long as they may, and those who are refused would hear of it late. Then no more wait than can be let in before they must
/// go: who would wait in vain is refused at once, which also costs less.
/// </summary>
/// <param name="limit">How many may be under way.</param>
/// <param name="patience">How long a call waits in a burst.</param>
/// <param name="room">The most calls that wait.</param>
internal sealed class Gate(AdaptiveLimit limit, TimeSpan patience, int room, TimeProvider clock)
{
    /// <summary>The part of the patience that is left when there is more than a burst.</summary>
    private const double Standing = 0.2;

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _queue = [];
    private long? _refusedAt;
    private int _running;
    private int _answered;
    private bool _wasReached;

    /// <summary>True: the call is let in, and <see cref="Leave"/> has to follow. False: it is to be refused.</summary>
    /// <param name="delay">How long it has waited already, for a thread.</param>
    public ValueTask<bool> Enter(TimeSpan delay)
    {
        lock (_lock)
        {
            if (delay > patience)
            {
                return new(false);
            }

            if (_queue.Count == 0 && _running < limit.Value)
            {
                _running++;
                return new(true);
            }

            _wasReached = true;
            if (_queue.Count >= Room())
            {
                return new(false);
            }

            var waiting = new Waiting(clock.GetTimestamp());
            _queue.Enqueue(waiting);
            return new(waiting.Admitted.Task);
        }
    }

    /// <summary>A call that was let in is answered.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _running--;
            _answered++;
            Admit();
        }
    }

    /// <summary>Refuses those who have waited long enough, and learns from the time since this was last done.</summary>
    public void Review(TimeSpan elapsed)
    {
        lock (_lock)
        {
            limit.Adapt(_running, _answered, _wasReached, elapsed);
            (_answered, _wasReached) = (0, _queue.Count > 0);
            Admit();
            var longest = IsFullForLong() ? patience * Standing : patience;
            while (_queue.TryPeek(out var waiting) && clock.GetElapsedTime(waiting.Since) > longest)
            {
                _refusedAt = clock.GetTimestamp();
                _queue.Dequeue().Admitted.SetResult(false);
            }
        }
    }

    private bool IsFullForLong() => _refusedAt is { } refused && clock.GetElapsedTime(refused) < patience;

    /// <summary>How many may wait. Who is refused where that is less than there is room keeps it so.</summary>
    private int Room()
    {
        if (!IsFullForLong())
        {
            return room;
        }

        var inTime = (int)Math.Clamp(limit.PerSecond * (patience * Standing).TotalSeconds, 1, room);
        if (_queue.Count >= inTime)
        {
            _refusedAt = clock.GetTimestamp();
        }

        return inTime;
    }

    private void Admit()
    {
        while (_running < limit.Value && _queue.TryDequeue(out var waiting))
        {
            _running++;
            waiting.Admitted.SetResult(true);
        }
    }

    private sealed class Waiting(long since)
    {
        public long Since { get; } = since;

        // Asynchronously: a call must not run within the lock, nor hold up the one that leaves.
        public TaskCompletionSource<bool> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
