using System.Collections.Concurrent;

namespace ECommerce.WebFrontend;

/// <summary>
/// Remembers which users were told "sold out" a moment ago, so that a repeated claim costs no grain call. It remembers users and
/// not only campaigns, because a user who has a coupon must hear of that coupon and not "sold out". All entries of one generation
/// are dropped together, so that none is older than <see cref="MaximumAge"/>.
/// </summary>
internal sealed class SoldOutMemory(TimeProvider clock)
{
    private const int MaximumUsers = 100_000;

    /// <summary>How long a user is told so again without asking the grain.</summary>
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMilliseconds(250);

    private Generation _generation = new(clock.GetTimestamp());

    /// <summary>True when that user was told so, with what was told.</summary>
    public bool Contains(string campaignId, string userId, out RefusalFacts? facts) => Current().Users.TryGetValue((campaignId, userId), out facts);

    /// <summary>Remembers that a user was told so.</summary>
    public void Add(string campaignId, string userId, RefusalFacts? facts)
    {
        var current = Current();
        if (current.Count < MaximumUsers && current.Users.TryAdd((campaignId, userId), facts))
        {
            Interlocked.Increment(ref current.Count);
        }
    }

    private Generation Current()
    {
        var current = _generation;
        if (clock.GetElapsedTime(current.Began) < MaximumAge)
        {
            return current;
        }

        // Two threads may each make a new generation. What was added to the one that is overwritten costs one more grain call.
        return _generation = new Generation(clock.GetTimestamp());
    }

    private sealed class Generation(long began)
    {
        // Beside the dictionary, whose own count takes all its locks.
        public int Count;

        public long Began { get; } = began;

        public ConcurrentDictionary<(string CampaignId, string UserId), RefusalFacts?> Users { get; } = new();
    }
}
