using ECommerce.DataPlatform;
using Microsoft.Extensions.Logging;

namespace ECommerce.DataPlatform.Tests;

/// <summary>An outbox in memory. It outlives the readers, as the database outlives a process.</summary>
internal sealed class FakeOutbox(TimeProvider time) : IOutbox
{
    private readonly SortedDictionary<long, PaymentEvent> _pending = [];
    private string? _owner;
    private DateTimeOffset _until;
    private long _number;
    private long _published;

    public bool IsDown { get; set; }

    public bool LosesNextAcknowledgement { get; set; }

    public Dictionary<long, string> Parked { get; } = [];

    public int Count => _pending.Count;

    public void Pay(string user = "mina", string? order = null, string data = Some.Data) =>
        _pending.Add(++_number, Some.Payment(order ?? $"ord_{_number}", user, data: data));

    public Task<bool> Lease(string owner)
    {
        Check();
        if (_owner is not null && _owner != owner && time.GetUtcNow() < _until)
        {
            return Task.FromResult(false);
        }

        (_owner, _until) = (owner, time.GetUtcNow() + LedgerBounds.Lease);
        return Task.FromResult(true);
    }

    public Task Release(string owner)
    {
        Check();
        if (_owner == owner)
        {
            _owner = null;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OutboxRow>> Pending(int limit)
    {
        Check();
        return Task.FromResult<IReadOnlyList<OutboxRow>>([.. _pending.Take(limit).Select(row => new OutboxRow(row.Key, row.Value))]);
    }

    public Task Acknowledge(IReadOnlyCollection<long> numbers)
    {
        if (LosesNextAcknowledgement)
        {
            LosesNextAcknowledgement = false;
            throw new LedgerUncertainException("killed between publish and acknowledge");
        }

        Check();
        foreach (var number in numbers)
        {
            _published += _pending.Remove(number) ? 1 : 0;
        }

        return Task.CompletedTask;
    }

    public Task Park(long number, string reason)
    {
        Check();
        if (_pending.Remove(number))
        {
            Parked.Add(number, reason);
        }

        return Task.CompletedTask;
    }

    public Task<PaymentStreamView> Stream(DateTimeOffset now) =>
        Task.FromResult(new PaymentStreamView(_pending.Count, 0, Parked.Count, _published));

    public Task<long> Replay(DateTimeOffset from, DateTimeOffset to) => Task.FromResult(0L);

    private void Check()
    {
        if (IsDown)
        {
            throw new LedgerUnavailableException("down");
        }
    }
}

/// <summary>A data platform that remembers what it got.</summary>
internal sealed class FakePublisher : IPaymentPublisher
{
    private int _running;

    public List<string> Published { get; } = [];

    public bool IsDown { get; set; }

    public long? Poison { get; set; }

    public int MostAtOnce { get; private set; }

    public Func<CancellationToken, Task> Work { get; set; } = _ => Task.CompletedTask;

    public async Task Publish(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation)
    {
        if (IsDown)
        {
            throw new IOException("down");
        }

        if (rows.Any(row => row.Number == Poison))
        {
            throw new PoisonEventException(Poison!.Value, "too large");
        }

        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        try
        {
            await Work(cancellation);
            Published.AddRange(rows.Select(row => $"{row.Event.UserId}/{row.Event.OrderId}"));
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}

/// <summary>Remembers levels, to count what is logged.</summary>
internal sealed class FakeLogger<T> : ILogger<T>
{
    public List<LogLevel> Levels { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> formatter) => Levels.Add(level);
}
