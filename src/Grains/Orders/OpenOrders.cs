using System.Collections.Concurrent;

namespace ECommerce.Grains;

/// <summary>
/// Keeps orders from their placing to their payment, so that the payment does not read them; what is not here, the ledger has. One
/// per silo, for the newest orders only: when they have as many lines as may be, the older half is forgotten.
/// </summary>
internal sealed class OpenOrders
{
    // Lines, in each half.
    private const int Most = 20_000;

    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<string, Order> _newer = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, Order> _older = new(StringComparer.Ordinal);
    private int _added;

    /// <summary>An order as it was when it was placed; null: not known here. It may have been paid or cancelled elsewhere.</summary>
    public Order? Of(string orderId) => _newer.GetValueOrDefault(orderId) ?? _older.GetValueOrDefault(orderId);

    /// <summary>Keeps an order.</summary>
    public void Add(Order order)
    {
        _newer[order.Id] = order;
        if (Interlocked.Add(ref _added, order.Lines.Count) < Most)
        {
            return;
        }

        lock (_lock)
        {
            if (_added >= Most)
            {
                (_older, _newer) = (_newer, new(StringComparer.Ordinal));
                _added = 0;
            }
        }
    }

    /// <summary>Forgets an order.</summary>
    public void Remove(string orderId)
    {
        _newer.TryRemove(orderId, out _);
        _older.TryRemove(orderId, out _);
    }
}
