using System.Diagnostics.Metrics;

namespace ECommerce.Ledger;

/// <summary>
/// Commits events in groups: one commit is in flight, and while it is, the next group fills. Many callers may use it at once.
/// </summary>
public sealed class GroupCommit : IAsyncDisposable
{
    private const int Queue = 20_000;

    private readonly ILedger _ledger;
    private readonly TimeProvider _clock;
    private readonly Batcher<LedgerEvent, Verdict> _batcher;
    private readonly Meter _meter = new("ECommerce.Ledger");
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _flushDuration;

    /// <summary>Over a ledger that stays its owner's to dispose.</summary>
    public GroupCommit(ILedger ledger, TimeProvider? clock = null)
        : this(ledger, LedgerBounds.Batch, Queue, clock)
    {
    }

    internal GroupCommit(ILedger ledger, int batch, int queue, TimeProvider? clock = null)
    {
        _ledger = ledger;
        _clock = clock ?? TimeProvider.System;
        _batcher = new(Flush, batch, queue);
        _batchSize = _meter.CreateHistogram<int>("ledger.batch.size", "{event}", "Events in one commit.");
        _flushDuration = _meter.CreateHistogram<double>("ledger.flush.duration", "s", "How long one commit took.");
        _meter.CreateObservableGauge("ledger.queue.length", () => _batcher.Count, "{event}", "Events waiting for a commit.");
    }

    /// <summary>Commits an event with whatever else is waiting. Durable when it returns, unless refused.</summary>
    /// <exception cref="OverloadedException">The queue is full; the event was not begun.</exception>
    /// <exception cref="LedgerUnavailableException">It has not happened.</exception>
    /// <exception cref="LedgerUncertainException">It may have happened; repeating the same event tells.</exception>
    /// <exception cref="InvalidOperationException">It is a bug, see <see cref="VerdictKind.Faulted"/>; it has not happened.</exception>
    public async Task<Verdict<TResult>> Commit<TResult>(LedgerEvent<TResult> change)
        where TResult : class
    {
        var verdict = await Waiting(change).ConfigureAwait(false);
        return verdict.Kind == VerdictKind.Faulted
            ? throw new InvalidOperationException(verdict.Fault)
            : new(verdict.Kind, (TResult?)verdict.Result, verdict.Guard, verdict.Sku, verdict.Available);
    }

    /// <summary>Commits what is waiting, and takes nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _batcher.DisposeAsync().ConfigureAwait(false);
        _meter.Dispose();
    }

    private Task<Verdict> Waiting(LedgerEvent change)
    {
        try
        {
            return _batcher.Add(change);
        }
        catch (ObjectDisposedException closed)
        {
            throw new LedgerUnavailableException("The ledger is closing.", closed);
        }
    }

    private async Task<IReadOnlyList<Verdict>> Flush(IReadOnlyList<LedgerEvent> batch)
    {
        var start = _clock.GetTimestamp();
        try
        {
            return await _ledger.Commit(batch).ConfigureAwait(false);
        }
        finally
        {
            _batchSize.Record(batch.Count);
            _flushDuration.Record(_clock.GetElapsedTime(start).TotalSeconds);
        }
    }
}
