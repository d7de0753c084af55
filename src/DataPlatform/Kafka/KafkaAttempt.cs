using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>
/// One attempt to publish a list of events. All are in flight at once, except that of one user's events the next is sent only when the
/// one before it is acknowledged. So their order at the broker does not depend on the broker or its client, whatever fails.
/// </summary>
internal sealed class KafkaAttempt
{
    private const int None = -1;

    // The wait before looking again for room in the client's memory, when other calls fill it.
    private static readonly TimeSpan QueuePause = TimeSpan.FromMilliseconds(10);

    private readonly KafkaProducer _producer;
    private readonly IReadOnlyList<OutboxRow> _rows;

    // For each row the next one of the same user, or None.
    private readonly int[] _next;

    // What follows is changed by callers and by the client's thread, so only under the lock.
    private readonly Lock _lock = new();
    private readonly bool[] _acknowledged;
    private readonly Queue<int> _ready = new();
    private int _inFlight;
    private bool _isStopped;
    private Error? _failure;
    private Error? _rejection;
    private TaskCompletionSource _landed = new();

    public KafkaAttempt(KafkaProducer producer, IReadOnlyList<OutboxRow> rows)
    {
        _producer = producer;
        _rows = rows;
        _next = new int[rows.Count];
        _acknowledged = new bool[rows.Count];
        var last = new Dictionary<string, int>(rows.Count, StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            _next[i] = None;
            if (last.TryGetValue(rows[i].Event.UserId, out var before))
            {
                _next[before] = i;
            }
            else
            {
                _ready.Enqueue(i);
            }

            last[rows[i].Event.UserId] = i;
        }
    }

    /// <summary>The rows that the broker has acknowledged so far, in their order.</summary>
    public IReadOnlyList<OutboxRow> Published()
    {
        lock (_lock)
        {
            return [.. _rows.Where((_, i) => _acknowledged[i])];
        }
    }

    /// <summary>Makes the attempt.</summary>
    /// <returns>
    /// The rows that are not durable, in their order, and why: the broker rejected each of them, or an earlier one of its user.
    /// </returns>
    /// <exception cref="IOException">A failure that may pass. Any row may be durable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or the producer was retired. Rows may still be in flight.</exception>
    public async Task<(IReadOnlyList<OutboxRow> Undelivered, Error? Rejection)> Run(TimeProvider time, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _producer.Retired);
        long? stalled = null;
        try
        {
            while (Send() is { } landed)
            {
                await landed.WaitAsync(end.Token).ConfigureAwait(false);
                stalled = IsStalled() ? stalled ?? time.GetTimestamp() : null;
                if (stalled is { } since)
                {
                    if (time.GetElapsedTime(since) >= KafkaSettings.Delivery)
                    {
                        throw new IOException("The Kafka client has no room for a payment event: is queue.buffering.max.kbytes too small?");
                    }

                    await Task.Delay(QueuePause, time, end.Token).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Stop();
        }

        if (_failure is { } failure)
        {
            throw new IOException($"Kafka did not take a payment event: {failure.Reason}. {_producer.LastError}".TrimEnd());
        }

        return ([.. _rows.Where((_, i) => !_acknowledged[i])], _rejection);
    }

    /// <summary>Sends the rows that are ready. Returns a task that ends when nothing is in flight; null: the attempt is over.</summary>
    private Task? Send()
    {
        lock (_lock)
        {
            _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            SendReady();
            if (_inFlight > 0)
            {
                return _landed.Task;
            }

            return _isStopped || _ready.Count == 0 ? null : Task.CompletedTask;
        }
    }

    /// <summary>True: the client's memory is full, and not with rows of this attempt, whose reports would make room.</summary>
    private bool IsStalled()
    {
        lock (_lock)
        {
            return _inFlight == 0 && _ready.Count > 0 && !_isStopped;
        }
    }

    private void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
        }
    }

    private void SendReady()
    {
        while (!_isStopped && _ready.TryPeek(out var i))
        {
            var error = _producer.Send(KafkaMessages.Of(_rows[i].Event), report => OnReport(i, report.Error));
            if (error is not null && error.IsQueueFull())
            {
                return;
            }

            _ready.Dequeue();
            if (error is null)
            {
                _inFlight++;
            }
            else
            {
                Fail(error);
            }
        }
    }

    private void OnReport(int i, Error error)
    {
        lock (_lock)
        {
            _inFlight--;
            if (error.IsError)
            {
                Fail(error);
            }
            else
            {
                _acknowledged[i] = true;
                if (_next[i] != None)
                {
                    _ready.Enqueue(_next[i]);
                }
            }

            SendReady();
            if (_inFlight == 0)
            {
                _landed.TrySetResult();
            }
        }
    }

    private void Fail(Error error)
    {
        if (error.IsRejection())
        {
            _rejection = error;
            return;
        }

        _failure ??= error;
        _isStopped = true;
        if (!error.IsTimeout())
        {
            _producer.MarkBroken();
        }
    }
}
