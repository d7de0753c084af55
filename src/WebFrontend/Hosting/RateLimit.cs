using System.Collections.Concurrent;

namespace ECommerce.WebFrontend;

/// <summary>
/// A token bucket for each caller: full it holds the burst, and so many permits come back in a second. A bucket is one number, the moment
/// at which it is full again. A full bucket is not kept: those that nobody touched while a bucket fills are dropped together.
/// </summary>
/// <param name="name">Names the limit to callers.</param>
internal sealed class RateLimit<TCaller>(string name, int permitsPerSecond, int burst, TimeProvider clock)
    where TCaller : notnull
{
    /// <summary>Callers that are counted; further ones of the same few seconds are let through uncounted.</summary>
    private const int MaximumCallers = 100_000;

    private readonly long _permit = clock.TimestampFrequency / permitsPerSecond;
    private readonly TimeSpan _fill = TimeSpan.FromSeconds((double)burst / permitsPerSecond);
    private Generation _generation = new(clock.GetTimestamp(), []);

    /// <summary>The header that tells the limit: so many permits in so many seconds.</summary>
    public string Policy { get; } = $"\"{name}\";q={burst};w={(burst + permitsPerSecond - 1) / permitsPerSecond}";

    /// <summary>How many buckets are kept; those that were touched before and after the last drop count twice.</summary>
    public int Count => _generation.Buckets.Count + _generation.Older.Count;

    /// <summary>Takes one permit of a caller. False: there is none left.</summary>
    /// <param name="state">The header that tells what is left, and in how many seconds all of it is back.</param>
    public bool TryTake(TCaller caller, out string state)
    {
        var now = clock.GetTimestamp();
        var bucket = BucketOf(caller);
        while (true)
        {
            var before = bucket is null ? 0 : Volatile.Read(ref bucket.FullAt);
            var after = Math.Max(before, now) + _permit;
            var left = burst - (after - now + _permit - 1) / _permit;
            if (left < 0)
            {
                state = State(0, before - now);
                return false;
            }

            if (bucket is null || Interlocked.CompareExchange(ref bucket.FullAt, after, before) == before)
            {
                state = State(left, after - now);
                return true;
            }
        }
    }

    private string State(long left, long untilFull) =>
        $"\"{name}\";r={left};t={(untilFull + clock.TimestampFrequency - 1) / clock.TimestampFrequency}";

    /// <summary>The bucket of a caller; null when there are too many callers.</summary>
    private Bucket? BucketOf(TCaller caller)
    {
        var generation = Current();
        if (generation.Buckets.TryGetValue(caller, out var bucket))
        {
            return bucket;
        }

        if (generation.Count >= MaximumCallers)
        {
            return null;
        }

        bucket = generation.Buckets.GetOrAdd(caller, static (key, older) => older.GetValueOrDefault(key) ?? new Bucket(), generation.Older);
        Interlocked.Increment(ref generation.Count);
        return bucket;
    }

    private Generation Current()
    {
        var current = _generation;
        if (clock.GetElapsedTime(current.Began) < _fill)
        {
            return current;
        }

        // Of several threads one makes the next generation: two after another would drop buckets that are not full yet.
        Interlocked.CompareExchange(ref _generation, new Generation(clock.GetTimestamp(), current.Buckets), current);
        return _generation;
    }

    private sealed class Bucket
    {
        public long FullAt;
    }

    private sealed class Generation(long began, ConcurrentDictionary<TCaller, Bucket> older)
    {
        // Beside the dictionary, whose own count takes all its locks.
        public int Count;

        public long Began { get; } = began;

        public ConcurrentDictionary<TCaller, Bucket> Buckets { get; } = new();

        public ConcurrentDictionary<TCaller, Bucket> Older { get; } = older;
    }
}
