using System.Diagnostics.CodeAnalysis;

namespace ECommerce.Grains;

/// <summary>What payments under way have set aside, by order; in memory only.</summary>
internal sealed class Holds<THeld>
{
    private readonly Dictionary<string, (THeld Held, DateTimeOffset Until)> _byOrder = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a hold ends.</summary>
    public Task Changed => _changed.Task;

    /// <summary>The orders that hold something.</summary>
    public IReadOnlyCollection<string> Orders => [.. _byOrder.Keys];

    /// <summary>What the other orders hold.</summary>
    public IEnumerable<THeld> Others(string orderId) =>
        _byOrder.Where(hold => hold.Key != orderId).Select(hold => hold.Value.Held);

    /// <summary>Sets something aside; a second hold of the same order replaces the first.</summary>
    public void Place(string orderId, THeld held, DateTimeOffset now) => _byOrder[orderId] = (held, now + GrainBounds.HoldAge);

    /// <summary>Ends a hold. False: there was none.</summary>
    public bool End(string orderId, [MaybeNullWhen(false)] out THeld held)
    {
        var found = _byOrder.Remove(orderId, out var hold);
        held = hold.Held;
        if (found)
        {
            Signal();
        }

        return found;
    }

    /// <summary>True when some hold has outlived its bound: its settlement was lost, and the ledger knows how it ended.</summary>
    public bool AnyExpired(DateTimeOffset now) => _byOrder.Values.Any(hold => hold.Until <= now);

    /// <summary>Ends the holds that a snapshot says are settled, and those that have outlived their bound.</summary>
    public void Reconcile(IReadOnlyCollection<string> settled, DateTimeOffset now)
    {
        foreach (var orderId in Orders)
        {
            if (settled.Contains(orderId) || _byOrder[orderId].Until <= now)
            {
                _byOrder.Remove(orderId);
                Signal();
            }
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
