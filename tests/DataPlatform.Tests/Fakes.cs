using System.Collections.Concurrent;
using ECommerce.DataPlatform;
using Microsoft.Extensions.Logging;

namespace ECommerce.DataPlatform.Tests;

/// <summary>An outbox in memory, for several forwarders.</summary>
internal sealed class FakeOutbox(TimeProvider time) : IOutbox
{
    private readonly SortedDictionary<long, PaymentEvent> _pending = [];
    private readonly (string? Owner, DateTimeOffset Until)[] _leases = new (string?, DateTimeOffset)[LedgerBounds.Partitions];
    private readonly SortedDictionary<string, DateTimeOffset> _live = [];
    private readonly Queue<PaymentEvent> _replay = [];
    private readonly Lock _lock = new();
    private long _number;
    private int _leased;

    public event Action? Filled;

    /// <summary>Raised at the end of each lease request, with the number of requests since the first handler was added.</summary>
    public event Action<int>? Leased;

    public bool IsDown { get; set; }

    /// <summary>True: fails with an error that no caller expects.</summary>
    public bool IsBroken { get; set; }

    public bool LosesNextAcknowledgement { get; set; }

    public bool LosesNextLease { get; set; }

    public Dictionary<long, string> Parked { get; } = [];

    public int Count
    {
        get
        {
            using var scope = _lock.EnterScope();
            return _pending.Count;
        }
    }

    /// <summary>By how much a read moves the clock.</summary>
    public TimeSpan ReadTakes { get; set; }

    /// <summary>Runs at the end of a read.</summary>
    public Action Reading { get; set; } = () => { };

    public int Reads { get; private set; }

    public int FigureReads { get; private set; }

    /// <summary>A payment that this process committed, which is announced, or another process, which is not.</summary>
    public void Pay(string user = "mina", string? order = null, int partition = 0, bool announced = true, string? traceParent = null)
    {
        using var scope = _lock.EnterScope();
        _pending.Add(++_number, Some.Payment(order ?? $"ord_{_number}", user, partition: partition) with { TraceParent = traceParent });
        if (announced)
        {
            Filled?.Invoke();
        }
    }

    /// <summary>A payment that was committed after ones with higher numbers.</summary>
    public void PayLate(long number, string user)
    {
        using var scope = _lock.EnterScope();
        _pending.Add(number, Some.Payment($"ord_{number}", user));
    }

    /// <summary>Leaves numbers free, for payments that are still being committed.</summary>
    public void Skip(int numbers) => _number += numbers;

    public void Replays(string order)
    {
        using var scope = _lock.EnterScope();
        _replay.Enqueue(Some.Payment(order, "replayed"));
    }

    public Task<StreamLeases> Lease(string owner, IReadOnlyCollection<int> wanted)
    {
        using var scope = _lock.EnterScope();
        Check();
        var now = time.GetUtcNow();
        _live[owner] = now + LedgerBounds.Lease;
        foreach (var gone in _live.Where(forwarder => forwarder.Value <= now).Select(forwarder => forwarder.Key).ToList())
        {
            _live.Remove(gone);
        }

        for (var partition = 0; partition < _leases.Length; partition++)
        {
            var (holder, until) = _leases[partition];
            if (wanted.Contains(partition) && (holder is null || holder == owner || until <= now))
            {
                _leases[partition] = (owner, now + LedgerBounds.Lease);
            }
            else if (holder == owner)
            {
                _leases[partition] = default;
            }
        }

        if (LosesNextLease)
        {
            LosesNextLease = false;
            throw new LedgerUncertainException("the answer was lost");
        }

        _leased += Leased is null ? 0 : 1;
        Leased?.Invoke(_leased);
        return Task.FromResult(new StreamLeases(
            [.. _leases.Select(lease => lease.Until > now ? lease.Owner : null)], [.. _live.Keys], _replay.Count > 0));
    }

    public Task Release(string owner)
    {
        using var scope = _lock.EnterScope();
        Check();
        _live.Remove(owner);
        for (var partition = 0; partition < _leases.Length; partition++)
        {
            _leases[partition] = _leases[partition].Owner == owner ? default : _leases[partition];
        }

        return Task.CompletedTask;
    }

    public int[] Of(string owner)
    {
        using var scope = _lock.EnterScope();
        return [.. Enumerable.Range(0, _leases.Length).Where(partition => _leases[partition].Owner == owner && _leases[partition].Until > time.GetUtcNow())];
    }

    public Task<IReadOnlyList<OutboxRow>> Pending(IReadOnlyCollection<int> partitions, int limit)
    {
        using var scope = _lock.EnterScope();
        Check();
        Reads++;
        IReadOnlyList<OutboxRow> read =
        [
            .. _pending
                .Where(row => partitions.Contains(row.Value.Partition))
                .GroupBy(row => row.Value.Partition)
                .SelectMany(rows => rows.Take(limit))
                .OrderBy(row => row.Key)
                .Select(row => new OutboxRow(row.Key, row.Value)),
        ];
        (time as StepTime)?.Advance(ReadTakes);
        Reading();
        return Task.FromResult(read);
    }

    public Task Acknowledge(IReadOnlyCollection<OutboxRow> rows)
    {
        using var scope = _lock.EnterScope();
        if (LosesNextAcknowledgement)
        {
            LosesNextAcknowledgement = false;
            throw new LedgerUncertainException("lost between publish and acknowledge");
        }

        Check();
        foreach (var row in rows)
        {
            _pending.Remove(row.Number);
        }

        return Task.CompletedTask;
    }

    public Task Park(IReadOnlyCollection<(OutboxRow Row, string Reason)> rows)
    {
        using var scope = _lock.EnterScope();
        Check();
        foreach (var (row, reason) in rows)
        {
            _pending.Remove(row.Number);
            Parked.Add(row.Number, reason);
        }

        return Task.CompletedTask;
    }

    public Task<bool> ContinueReplay()
    {
        using var scope = _lock.EnterScope();
        Check();
        if (!_replay.TryDequeue(out var next))
        {
            return Task.FromResult(false);
        }

        _pending.Add(++_number, next);
        return Task.FromResult(true);
    }

    public Task<PaymentStreamView> Stream(DateTimeOffset now)
    {
        using var scope = _lock.EnterScope();
        FigureReads++;
        Check();
        (time as StepTime)?.Advance(ReadTakes);
        return Task.FromResult(new PaymentStreamView(_pending.Count, 0, Parked.Count, 0, 0, [new(3, _pending.Count, 1.5, Parked.Count, 0, null)], []));
    }

    public Task<long> RetryParked(Act? by = null) => throw new NotSupportedException();

    public Task<long> Replay(DateTimeOffset from, DateTimeOffset to, Act? by = null) => throw new NotSupportedException();

    private void Check()
    {
        if (IsBroken)
        {
            throw new InvalidOperationException("broken");
        }

        if (IsDown)
        {
            throw new LedgerUnavailableException("down");
        }
    }
}

/// <summary>A data platform that keeps what was published to it.</summary>
internal sealed class FakePublisher : IPaymentPublisher
{
    private readonly int[] _running = new int[LedgerBounds.Partitions];

    public List<string> Published { get; } = [];

    public bool IsDown { get; set; }

    /// <summary>Fails for this user only.</summary>
    public string? DownFor { get; set; }

    public Dictionary<long, string> Poison { get; } = [];

    public int Calls { get; private set; }

    /// <summary>The most calls that ever ran at once for one partition.</summary>
    public int MostAtOnce { get; private set; }

    public int MostRows { get; private set; }

    public Func<CancellationToken, Task> Work { get; set; } = _ => Task.CompletedTask;

    public async Task Publish(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation)
    {
        if (IsDown)
        {
            throw new IOException("down");
        }

        Calls++;
        if (rows.Where(row => Poison.ContainsKey(row.Number)).Select(row => new PoisonEvent(row.Number, Poison[row.Number])).ToList() is [_, ..] poison)
        {
            throw new PoisonEventException(poison);
        }

        var partitions = rows.Select(row => row.Event.Partition).Distinct().ToList();
        partitions.ForEach(partition => MostAtOnce = Math.Max(MostAtOnce, ++_running[partition]));
        MostRows = Math.Max(MostRows, rows.Count);
        try
        {
            await Work(cancellation);
            var accepted = rows.Where(row => row.Event.UserId != DownFor).ToList();
            Published.AddRange(accepted.Select(row => $"{row.Event.UserId}/{row.Event.OrderId}"));
            if (accepted.Count < rows.Count)
            {
                throw accepted.Count > 0 ? new PartlyPublishedException(accepted, new IOException("down")) : new IOException("down");
            }
        }
        finally
        {
            partitions.ForEach(partition => _running[partition]--);
        }
    }
}

/// <summary>Keeps what is logged.</summary>
internal sealed class FakeLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _entries = new();

    public IEnumerable<LogLevel> Levels => _entries.Select(entry => entry.Level);

    public IEnumerable<string> Messages => _entries.Select(entry => entry.Message);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((level, $"{formatter(state, e)} {e}"));
}
