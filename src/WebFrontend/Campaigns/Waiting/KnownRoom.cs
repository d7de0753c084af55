using System.Collections.Concurrent;

namespace ECommerce.WebFrontend;

/// <summary>What a frontend knows of the waiting room of one campaign. It moves on by itself: places are called at the rate at most.</summary>
internal sealed class KnownRoom(string campaignId, string key, int perSecond)
{
    /// <summary>How often the call of one place is let past the gates and the limits of callers, by each frontend.</summary>
    private const int Passes = 20;

    private readonly ConcurrentDictionary<long, int> _passes = new();
    private Told _told = new(0, 0, 0);
    private long _swept;

    /// <summary>The key of its tickets.</summary>
    public string Key => key;

    /// <summary>Makes and reads its tickets.</summary>
    public TicketSeal Tickets { get; } = new(Convert.FromBase64String(key), campaignId);

    /// <summary>True: when the campaign was last looked at, there was a coupon to wait for.</summary>
    public bool IsWorthWaiting { get; set; } = true;

    /// <summary>When it was last looked at, to tell those who wait.</summary>
    public long LookedAt { get; set; }

    /// <summary>Learns what the grain said.</summary>
    /// <param name="asked">When it was asked.</param>
    public void Learn(RoomView room, long asked)
    {
        if (room.Called >= _told.Called)
        {
            _told = new Told(room.Called, room.Ended, asked);
        }
    }

    /// <summary>How long it takes at least until a place is called; zero or less: it may be called.</summary>
    public TimeSpan Wait(long place, TimeProvider clock)
    {
        var told = _told;
        return TimeSpan.FromSeconds((double)(place - told.Called) / perSecond) - clock.GetElapsedTime(told.At);
    }

    /// <summary>True: the call of a place whose turn is not over goes past what is there for load. Not without end.</summary>
    public bool TakePass(long place)
    {
        var ended = _told.Ended;
        if (place <= ended)
        {
            return false;
        }

        // Turns end about once a second. Looking for those that are over with each call would cost more than the calls.
        if (Interlocked.Exchange(ref _swept, ended) != ended)
        {
            foreach (var (over, _) in _passes.Where(counted => counted.Key <= ended))
            {
                _passes.TryRemove(over, out _);
            }
        }

        return _passes.AddOrUpdate(place, 1, static (_, taken) => taken + 1) <= Passes;
    }

    private sealed record Told(long Called, long Ended, long At);
}
