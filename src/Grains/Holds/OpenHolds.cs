using System.Diagnostics.CodeAnalysis;

namespace ECommerce.Grains;

/// <summary>What payments under way have set aside, by order; in memory only.</summary>
internal class OpenHolds<THeld>
{
    /// <summary>How long a hold lasts that nobody settles; a commit takes milliseconds.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (THeld Held, DateTimeOffset Until)> _byOrder = [];

    // Holds in the order in which they expire, with some that have ended: to look at the first is enough.
    private readonly Queue<(string OrderId, DateTimeOffset Until)> _expiries = [];

    /// <summary>The orders that hold something.</summary>
    public IReadOnlyCollection<string> Orders => [.. _byOrder.Keys];

    /// <summary>What an order holds. False: nothing.</summary>
    public bool Find(string orderId, [MaybeNullWhen(false)] out THeld held)
    {
        var found = _byOrder.TryGetValue(orderId, out var hold);
        held = hold.Held;
        return found;
    }

    /// <summary>Sets something aside; a second hold of the same order replaces the first.</summary>
    public void Place(string orderId, THeld held, DateTimeOffset now)
    {
        End(orderId, out _);
        _byOrder.Add(orderId, (held, now + MaximumAge));
        _expiries.Enqueue((orderId, now + MaximumAge));
        Placed(held);
    }

    /// <summary>Ends a hold. False: there was none.</summary>
    public bool End(string orderId, [MaybeNullWhen(false)] out THeld held)
    {
        var found = _byOrder.Remove(orderId, out var hold);
        held = hold.Held;
        if (found)
        {
            Ended(hold.Held);
        }

        return found;
    }

    /// <summary>True when some hold is older than it may be: its settlement was lost, and only the ledger knows how its payment ended.</summary>
    public bool AnyExpired(DateTimeOffset now)
    {
        while (_expiries.TryPeek(out var first) && !(_byOrder.TryGetValue(first.OrderId, out var hold) && hold.Until == first.Until))
        {
            _expiries.Dequeue();
        }

        return _expiries.TryPeek(out var next) && IsOver(next.Until, now);
    }

    /// <summary>Ends the holds of orders that a snapshot names as settled, and the holds that are older than they may be.</summary>
    public void Reconcile(IReadOnlyCollection<string> settled, DateTimeOffset now)
    {
        var isSettled = settled.ToHashSet();
        foreach (var orderId in Orders)
        {
            if (isSettled.Contains(orderId) || IsOver(_byOrder[orderId].Until, now))
            {
                End(orderId, out _);
            }
        }
    }

    // An end much later than any hold can have now was set before the clock was set back. Clocks are set back by a few milliseconds all the time.
    private static bool IsOver(DateTimeOffset until, DateTimeOffset now) => until <= now || until > now + 2 * MaximumAge;

    /// <summary>Lets a subclass keep totals.</summary>
    protected virtual void Placed(THeld held)
    {
    }

    /// <summary>Lets a subclass keep totals.</summary>
    protected virtual void Ended(THeld held)
    {
    }
}
