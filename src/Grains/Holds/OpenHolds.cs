using System.Diagnostics.CodeAnalysis;

namespace ECommerce.Grains;

/// <summary>What payments under way have set aside, by order; in memory only.</summary>
internal class OpenHolds<THeld>
{
    /// <summary>How long a hold lasts that nobody settles; a commit takes milliseconds.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (THeld Held, DateTimeOffset Until)> _byOrder = [];

    /// <summary>The orders that hold something.</summary>
    public IReadOnlyCollection<string> Orders => [.. _byOrder.Keys];

    /// <summary>What the other orders hold.</summary>
    public IEnumerable<THeld> Others(string orderId) =>
        _byOrder.Where(hold => hold.Key != orderId).Select(hold => hold.Value.Held);

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
    public bool AnyExpired(DateTimeOffset now) => _byOrder.Count > 0 && _byOrder.Values.Any(hold => hold.Until <= now);

    /// <summary>Ends the holds of orders that a snapshot names as settled, and the holds that are older than they may be.</summary>
    public void Reconcile(IReadOnlyCollection<string> settled, DateTimeOffset now)
    {
        var isSettled = settled.ToHashSet();
        foreach (var orderId in Orders)
        {
            if (isSettled.Contains(orderId) || _byOrder[orderId].Until <= now)
            {
                End(orderId, out _);
            }
        }
    }

    /// <summary>Lets a subclass keep totals.</summary>
    protected virtual void Placed(THeld held)
    {
    }

    /// <summary>Lets a subclass keep totals.</summary>
    protected virtual void Ended(THeld held)
    {
    }
}
