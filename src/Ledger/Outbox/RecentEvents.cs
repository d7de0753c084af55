namespace ECommerce.Ledger;

// The newest payment events that this process has committed. Events never change, so those that are still here when the outbox names them need not
// be read back: to find each by its id costs the database a tenth of a purchase.
internal sealed class RecentEvents(int most)
{
    private readonly Lock _lock = new();
    private readonly Queue<string> _ids = new();
    private readonly Dictionary<string, PaymentEvent> _events = new(StringComparer.Ordinal);

    // Those that were added first make room.
    public void Add(IEnumerable<PaymentEvent> events)
    {
        lock (_lock)
        {
            foreach (var payment in events)
            {
                if (_events.TryAdd(payment.Id, payment))
                {
                    _ids.Enqueue(payment.Id);
                }
            }

            while (_ids.Count > most)
            {
                _events.Remove(_ids.Dequeue());
            }
        }
    }

    // By id, those of the asked ones that are here.
    public Dictionary<string, PaymentEvent> Find(IEnumerable<string> ids)
    {
        var found = new Dictionary<string, PaymentEvent>(StringComparer.Ordinal);
        lock (_lock)
        {
            foreach (var id in ids)
            {
                if (_events.TryGetValue(id, out var payment))
                {
                    found[id] = payment;
                }
            }
        }

        return found;
    }
}
