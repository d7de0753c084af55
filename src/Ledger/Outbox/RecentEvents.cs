namespace ECommerce.Ledger;

// The payment events that this process committed a moment ago. Nearly all of them leave within that moment, and to find each by its id again
// costs the database a tenth of a purchase.
//
// Why they are forgotten soon: a database that was restored, or failed over to a copy that lagged, has lost events that are still here, and the
// same orders may be paid anew. What is published then must be what it holds. For the same reason a later event replaces an earlier one of its id.
//
// characters: the most that the events together say.
internal sealed class RecentEvents(long characters, TimeProvider time)
{
    // Less than the time for which the start of the outbox is kept, see OutboxStart.
    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PaymentEvent> _events = new(StringComparer.Ordinal);
    private readonly Queue<(PaymentEvent Event, long At)> _added = new();
    private long _characters;

    public void Add(IEnumerable<PaymentEvent> events)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            foreach (var payment in events)
            {
                _events[payment.Id] = payment;
                _added.Enqueue((payment, now));
                _characters += payment.Data.Length;
            }

            Forget(now);
        }
    }

    // By id, those of the asked ones that are here.
    public Dictionary<string, PaymentEvent> Find(IEnumerable<string> ids)
    {
        var found = new Dictionary<string, PaymentEvent>(StringComparer.Ordinal);
        lock (_lock)
        {
            Forget(time.GetTimestamp());
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

    private void Forget(long now)
    {
        while (_added.TryPeek(out var first) && (_characters > characters || time.GetElapsedTime(first.At, now) >= MaximumAge))
        {
            _added.Dequeue();
            _characters -= first.Event.Data.Length;
            if (ReferenceEquals(_events.GetValueOrDefault(first.Event.Id), first.Event))
            {
                _events.Remove(first.Event.Id);
            }
        }
    }
}
