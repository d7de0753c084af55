using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace ECommerce.Ledger;

/// <summary>
/// Commits events in groups: one flush is in flight, and while it is, the next batch fills. Nothing waits for a timer.
/// Many callers may use it at once.
/// </summary>
public sealed class GroupCommit : IAsyncDisposable
{
    private readonly Channel<Waiting> _queue;
    private readonly ILedger _ledger;
    private readonly TimeProvider _clock;
    private readonly Meter _meter = new("ECommerce.Ledger");
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _flushDuration;
    private readonly Task _loop;
    private volatile bool _stopping;

    /// <summary>Starts the loop. The ledger stays its owner's to dispose.</summary>
    public GroupCommit(ILedger ledger, TimeProvider? clock = null)
        : this(ledger, LedgerBounds.Batch, LedgerBounds.Queue, clock)
    {
    }

    internal GroupCommit(ILedger ledger, int batch, int queue, TimeProvider? clock = null)
    {
        _ledger = ledger;
        _clock = clock ?? TimeProvider.System;
        _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(queue) { SingleReader = true });
        _batchSize = _meter.CreateHistogram<int>("ledger.batch.size", "{event}", "Events in one commit.");
        _flushDuration = _meter.CreateHistogram<double>("ledger.flush.duration", "s", "How long one commit took.");
        _meter.CreateObservableGauge("ledger.queue.length", () => _queue.Reader.Count, "{event}", "Events waiting for a commit.");

        // Whoever asks for it first may be a grain; the loop is not to run among that grain's turns.
        _loop = Task.Run(() => Run(batch));
    }

    /// <summary>Commits an event with whatever else is waiting. Durable when it returns, unless refused.</summary>
    /// <exception cref="OverloadedException">The queue is full; the event was not begun.</exception>
    /// <exception cref="LedgerUnavailableException">It has not happened.</exception>
    /// <exception cref="LedgerUncertainException">It may have happened; repeating the same event tells.</exception>
    public async Task<Verdict<TResult>> Commit<TResult>(LedgerEvent<TResult> change)
        where TResult : class
    {
        var waiting = new Waiting(change);
        if (!_queue.Writer.TryWrite(waiting))
        {
            throw _stopping
                ? new LedgerUnavailableException("The ledger is closing.")
                : new OverloadedException("Too many events wait for a commit.");
        }

        return new(await waiting.Verdict.Task.ConfigureAwait(false));
    }

    /// <summary>Commits what is waiting, and takes nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        _meter.Dispose();
    }

    private async Task Run(int limit)
    {
        var batch = new List<Waiting>(limit);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < limit && _queue.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await Flush(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private async Task Flush(List<Waiting> batch)
    {
        var start = _clock.GetTimestamp();
        try
        {
            var verdicts = await _ledger.Commit(batch.ConvertAll(waiting => waiting.Change)).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Verdict.SetResult(verdicts[i]);
            }
        }
        catch (Exception failure)
        {
            // The edge of the loop: whatever it was belongs to those who wait for it, and the next batch is not concerned.
            foreach (var waiting in batch)
            {
                waiting.Verdict.TrySetException(failure);
            }
        }

        _batchSize.Record(batch.Count);
        _flushDuration.Record(_clock.GetElapsedTime(start).TotalSeconds);
    }

    // Completing must not run the callers' code inside the loop.
    private sealed class Waiting(LedgerEvent change)
    {
        public LedgerEvent Change { get; } = change;

        public TaskCompletionSource<Verdict> Verdict { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
