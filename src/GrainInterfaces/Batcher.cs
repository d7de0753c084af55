using System.Diagnostics;

namespace ECommerce.GrainInterfaces;

/// <summary>
/// Joins the items of many callers into batches. One flush is in flight, and while it is, the next batch fills. Nothing waits
/// for a timer: an item that comes alone is flushed alone.
/// </summary>
/// <param name="flush">Takes a batch, and answers with one result for each item, in the same order.</param>
/// <param name="batch">The most items in a batch.</param>
/// <param name="queue">The most items that wait for a flush.</param>
public sealed class Batcher<TItem, TResult>(
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> flush, int batch, int queue) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _queue = [];
    private Task _loop = Task.CompletedTask;
    private bool _isRunning;
    private bool _isClosed;

    /// <summary>Items that wait for a flush.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Completes with the item's result, or with the failure of the flush that the item was in.</summary>
    /// <exception cref="OverloadedException">The queue is full; the item was not taken.</exception>
    /// <exception cref="ObjectDisposedException">The batcher is closed; the item was not taken.</exception>
    public Task<TResult> Add(TItem item)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_queue.Count >= queue)
            {
                throw new OverloadedException($"{queue} callers wait already.");
            }

            var waiting = new Waiting(item);
            _queue.Enqueue(waiting);
            if (!_isRunning)
            {
                // Never on the scheduler of the caller. If that is a grain, the loop would end with it, and all others would wait for ever.
                _isRunning = true;
                _loop = Task.Run(FlushAll);
            }

            return waiting.Result.Task;
        }
    }

    /// <summary>Flushes what is waiting, and takes nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        Task loop;
        lock (_lock)
        {
            _isClosed = true;
            loop = _loop;
        }

        await loop.ConfigureAwait(false);
    }

    private async Task FlushAll()
    {
        while (Take() is { Count: > 0 } taken)
        {
            Activity.Current = TraceOf(taken);
            try
            {
                var results = await flush(taken.ConvertAll(waiting => waiting.Item)).ConfigureAwait(false);
                for (var i = 0; i < taken.Count; i++)
                {
                    taken[i].Result.SetResult(results[i]);
                }
            }
            catch (Exception failure)
            {
                // Whatever it was, it belongs to those who wait for this batch. The next batch is not concerned.
                taken.ForEach(waiting => waiting.Result.TrySetException(failure));
            }
        }
    }

    // A flush is shown in the trace of the first caller that has a recorded one. Without this, it would be in that of whoever began the loop.
    private static Activity? TraceOf(List<Waiting> taken) =>
        (taken.Find(waiting => waiting.Caller is { Recorded: true }) ?? taken[0]).Caller is { IsStopped: false } caller ? caller : null;

    private List<Waiting> Take()
    {
        lock (_lock)
        {
            var taken = new List<Waiting>(Math.Min(_queue.Count, batch));
            while (taken.Count < batch && _queue.TryDequeue(out var waiting))
            {
                taken.Add(waiting);
            }

            _isRunning = taken.Count > 0;
            return taken;
        }
    }

    private sealed class Waiting(TItem item)
    {
        public TItem Item { get; } = item;

        public Activity? Caller { get; } = Activity.Current;

        // Asynchronously, because a caller's code that runs inside the loop would hold up the next flush.
        public TaskCompletionSource<TResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
