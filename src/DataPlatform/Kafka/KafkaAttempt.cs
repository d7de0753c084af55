using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>
/// One attempt at a list of events, all on their way at once but for this: of one user's events the next is sent only when the one
/// before is acknowledged. So their order at the broker needs nothing from the broker or its client, whatever fails.
/// </summary>
internal sealed class KafkaAttempt
{
    private const int None = -1;

    private readonly KafkaProducer _producer;
    private readonly IReadOnlyList<OutboxRow> _rows;
    private readonly int[] _next;
    private readonly bool[] _acknowledged;

    private readonly Lock _lock = new();
    private readonly Queue<int> _ready = new();
    private int _underway;
    private bool _isStopped;
    private Error? _failure;
    private Error? _rejection;
    private TaskCompletionSource _quiet = new();

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

    /// <summary>The rows that the broker has acknowledged until now, in their order.</summary>
    public IReadOnlyList<OutboxRow> Published()
    {
        lock (_lock)
        {
            return [.. _rows.Where((_, i) => _acknowledged[i])];
        }
    }

    /// <summary>Makes the attempt.</summary>
    /// <returns>The rows that are not durable, in their order, because the broker rejected them or one before of the same user, and why.</returns>
    /// <exception cref="IOException">Something failed that may do better next time; any row may be durable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or the producer is retired: rows may still be on their way.</exception>
    public async Task<(IReadOnlyList<OutboxRow> Undelivered, Error? Rejection)> Run(TimeProvider time, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _producer.Gone);
        long? stalled = null;
        try
        {
            while (Continue() is { } quiet)
            {
                await quiet.WaitAsync(end.Token).ConfigureAwait(false);
                stalled = IsStalled() ? stalled ?? time.GetTimestamp() : null;
                if (stalled is { } since)
                {
                    if (time.GetElapsedTime(since) >= KafkaBounds.Delivery)
                    {
                        throw new IOException("The Kafka client has no room for a payment event: is queue.buffering.max.kbytes too small?");
                    }

                    await Task.Delay(KafkaBounds.QueuePause, time, end.Token).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Stop();
        }

        if (_failure is { } failure)
        {
            throw new IOException($"Kafka did not take a payment event: {failure.Reason}. {_producer.LastTrouble}".TrimEnd());
        }

        return ([.. _rows.Where((_, i) => !_acknowledged[i])], _rejection);
    }

    /// <summary>Sends what can be sent. Null: there is nothing left to wait for; else what ends when nothing is on its way.</summary>
    private Task? Continue()
    {
        lock (_lock)
        {
            _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Pump();
            if (_underway > 0)
            {
                return _quiet.Task;
            }

            return _isStopped || _ready.Count == 0 ? null : Task.CompletedTask;
        }
    }

    /// <summary>True: there is no room in the client's memory, and none of our own to wait for.</summary>
    private bool IsStalled()
    {
        lock (_lock)
        {
            return _underway == 0 && _ready.Count > 0 && !_isStopped;
        }
    }

    private void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
        }
    }

    private void Pump()
    {
        while (!_isStopped && _ready.TryPeek(out var i))
        {
            var refused = _producer.Send(KafkaMessages.Of(_rows[i].Event), report => Told(i, report.Error));
            if (refused is { Code: ErrorCode.Local_QueueFull })
            {
                return;
            }

            _ready.Dequeue();
            if (refused is null)
            {
                _underway++;
            }
            else
            {
                Fail(refused);
            }
        }
    }

    private void Told(int i, Error error)
    {
        lock (_lock)
        {
            _underway--;
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

            Pump();
            if (_underway == 0)
            {
                _quiet.TrySetResult();
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
        if (!error.IsWait())
        {
            _producer.Break();
        }
    }
}
