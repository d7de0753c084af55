namespace ECommerce.Ledger;

public sealed partial class MemoryLedger
{
    private readonly List<PaymentEvent> _paymentEvents = [];
    private readonly SortedDictionary<long, PaymentEvent> _outbox = [];
    private readonly Dictionary<long, string> _parked = [];
    private long _published;
    private string? _leaseOwner;
    private DateTimeOffset _leasedUntil;

    public Task<bool> Lease(string owner)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            if (_leaseOwner is not null && _leaseOwner != owner && now < _leasedUntil)
            {
                return Task.FromResult(false);
            }

            (_leaseOwner, _leasedUntil) = (owner, now + LedgerBounds.Lease);
            return Task.FromResult(true);
        }
    }

    public Task Release(string owner)
    {
        lock (_lock)
        {
            if (_leaseOwner == owner)
            {
                _leaseOwner = null;
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OutboxRow>> Pending(int limit)
    {
        lock (_lock)
        {
            return Answer(_outbox.Where(row => !_parked.ContainsKey(row.Key)).Take(limit).Select(row => new OutboxRow(row.Key, row.Value)));
        }
    }

    public Task Acknowledge(IReadOnlyCollection<long> numbers)
    {
        lock (_lock)
        {
            foreach (var number in numbers.Where(_outbox.Remove))
            {
                _parked.Remove(number);
                _published++;
            }
        }

        return Task.CompletedTask;
    }

    public Task Park(long number, string reason)
    {
        lock (_lock)
        {
            if (_outbox.ContainsKey(number))
            {
                _parked[number] = reason;
            }
        }

        return Task.CompletedTask;
    }

    public Task<PaymentStreamView> Stream(DateTimeOffset now)
    {
        lock (_lock)
        {
            var pending = _outbox.Where(row => !_parked.ContainsKey(row.Key)).Select(row => row.Value.At).ToList();
            var age = pending.Count == 0 ? 0 : Math.Max(0, (now - pending.Min()).TotalSeconds);
            return Task.FromResult(new PaymentStreamView(pending.Count, age, _parked.Count, _published));
        }
    }

    public Task<long> Replay(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
        {
            var again = _paymentEvents.Where(told => told.At >= from && told.At < to).ToList();
            foreach (var told in again)
            {
                _outbox.Add(++_number, told);
            }

            return Task.FromResult((long)again.Count);
        }
    }

    private void AddPaymentEvents(IReadOnlyList<PaymentEvent> told)
    {
        _paymentEvents.AddRange(told);
        foreach (var paymentEvent in told)
        {
            _outbox.Add(++_number, paymentEvent);
        }
    }
}
