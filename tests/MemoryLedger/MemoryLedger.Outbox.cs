namespace ECommerce.Ledger;

public sealed partial class MemoryLedger
{
    private readonly List<PaymentEvent> _paymentEvents = [];
    private readonly SortedDictionary<long, PaymentEvent> _outbox = [];
    private readonly SortedDictionary<long, (PaymentEvent Event, string Reason)> _parked = [];
    private readonly Queue<PaymentEvent> _replaying = [];
    private readonly (string? Owner, DateTimeOffset Until)[] _leases = new (string?, DateTimeOffset)[LedgerBounds.Partitions];
    private readonly SortedDictionary<string, DateTimeOffset> _live = new(StringComparer.Ordinal);
    private readonly long[] _published = new long[LedgerBounds.Partitions];
    private readonly PublishedRate _rate = new(clock ?? TimeProvider.System);

    public event Action? Filled;

    public Task<StreamLeases> Lease(string owner, IReadOnlyCollection<int> wanted)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            _live[owner] = now + LedgerBounds.Lease;
            foreach (var (gone, _) in _live.Where(forwarder => Ended(forwarder.Value, now)).ToList())
            {
                _live.Remove(gone);
            }

            for (var partition = 0; partition < _leases.Length; partition++)
            {
                var lease = _leases[partition];
                if (wanted.Contains(partition) ? lease.Owner is null || lease.Owner == owner || Ended(lease.Until, now) : lease.Owner == owner)
                {
                    _leases[partition] = wanted.Contains(partition) ? (owner, now + LedgerBounds.Lease) : (null, now);
                }
            }

            _rate.Note(_published.Sum());
            return Task.FromResult(new StreamLeases([.. _leases.Select(lease => OwnerAt(lease, now))], [.. _live.Keys], _replaying.Count > 0));
        }
    }

    public Task Release(string owner)
    {
        lock (_lock)
        {
            _live.Remove(owner);
            for (var partition = 0; partition < _leases.Length; partition++)
            {
                _leases[partition] = _leases[partition].Owner == owner ? default : _leases[partition];
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OutboxRow>> Pending(IReadOnlyCollection<int> partitions, int limit)
    {
        lock (_lock)
        {
            return Answer(_outbox
                .Where(row => partitions.Contains(row.Value.Partition))
                .GroupBy(row => row.Value.Partition)
                .SelectMany(rows => rows.Take(limit))
                .OrderBy(row => row.Key)
                .Select(row => new OutboxRow(row.Key, row.Value)));
        }
    }

    public Task Acknowledge(IReadOnlyCollection<OutboxRow> rows)
    {
        lock (_lock)
        {
            foreach (var row in rows.Where(row => _outbox.Remove(row.Number)))
            {
                _published[row.Event.Partition]++;
            }
        }

        return Task.CompletedTask;
    }

    public Task Park(IReadOnlyCollection<(OutboxRow Row, string Reason)> rows)
    {
        lock (_lock)
        {
            foreach (var (row, reason) in rows.Where(parked => _outbox.Remove(parked.Row.Number)))
            {
                _parked.Add(row.Number, (row.Event, reason));
            }
        }

        return Task.CompletedTask;
    }

    public Task<long> RetryParked(Act? by = null)
    {
        lock (_lock)
        {
            var again = _parked.Values.Select(parked => parked.Event).ToList();
            _parked.Clear();
            FillAgain(again);
            foreach (var part in again.Chunk(LedgerBounds.ReplayChunk))
            {
                AddLog(by, new { Events = part.Length });
            }

            return Task.FromResult((long)again.Count);
        }
    }

    public Task<PaymentStreamView> Stream(DateTimeOffset now)
    {
        lock (_lock)
        {
            var figures = new StreamFigures(now);
            foreach (var rows in _outbox.Values.GroupBy(row => row.Partition))
            {
                figures.Pending(rows.Key, rows.Count(), rows.Min(row => row.At));
            }

            foreach (var rows in _parked.Values.GroupBy(row => row.Event.Partition))
            {
                figures.Parked(rows.Key, rows.Count());
            }

            foreach (var (row, reason) in _parked.Values.Reverse().Take(StreamFigures.ParkedShown))
            {
                figures.ParkedEvent(row.Id, row.Partition, reason, row.At);
            }

            for (var partition = 0; partition < _published.Length; partition++)
            {
                figures.Published(partition, _published[partition], OwnerAt(_leases[partition], _clock.GetUtcNow()));
            }

            figures.Replaying(_replaying.Count);
            return Task.FromResult(figures.View(_rate));
        }
    }

    public Task<long> Replay(DateTimeOffset from, DateTimeOffset to, Act? by = null)
    {
        lock (_lock)
        {
            var again = _paymentEvents.Where(paymentEvent => paymentEvent.At >= from && paymentEvent.At < to).ToList();
            again.ForEach(_replaying.Enqueue);
            if (again.Count > 0)
            {
                AddLog(by, new { Events = again.Count, From = from, To = to });
            }

            return Task.FromResult((long)again.Count);
        }
    }

    public Task<bool> ContinueReplay()
    {
        lock (_lock)
        {
            if (_replaying.Count == 0 || _outbox.Count > LedgerBounds.ReplayRoom)
            {
                return Task.FromResult(false);
            }

            FillAgain(Enumerable.Range(0, Math.Min(LedgerBounds.ReplayChunk, _replaying.Count)).Select(_ => _replaying.Dequeue()));
            return Task.FromResult(true);
        }
    }

    private static string? OwnerAt((string? Owner, DateTimeOffset Until) lease, DateTimeOffset now) => Ended(lease.Until, now) ? null : lease.Owner;

    // An end later than any lease can have now was written before the clock was set back.
    private static bool Ended(DateTimeOffset until, DateTimeOffset now) => until <= now || until > now + (2 * LedgerBounds.Lease);

    private void AddLog(Act? by, object after)
    {
        if (by is not null)
        {
            AddLog([new(by.Actor, by.Action, "payment-stream", by.Reason, null, LogForm.Write(after), by.At)]);
        }
    }

    private void AddPaymentEvents(IReadOnlyList<PaymentEvent> paymentEvents)
    {
        _paymentEvents.AddRange(paymentEvents);
        Fill(paymentEvents);
    }

    private void FillAgain(IEnumerable<PaymentEvent> paymentEvents) => Fill([.. paymentEvents.Select(paymentEvent => paymentEvent with { TraceParent = null })]);

    private void Fill(IReadOnlyList<PaymentEvent> paymentEvents)
    {
        foreach (var paymentEvent in paymentEvents)
        {
            _outbox.Add(++_number, paymentEvent);
        }

        if (paymentEvents.Count > 0)
        {
            Filled?.Invoke();
        }
    }
}
