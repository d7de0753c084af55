using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>
/// One producer of the client library. After an error that it cannot recover from it is broken, and the publisher makes another. A
/// caller that must be sure that nothing more is sent retires it, for all callers.
/// </summary>
internal sealed class KafkaProducer
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _retired = new();
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly string _topic;
    private readonly ILogger _logger;
    private volatile bool _isBroken;
    private volatile string _lastError = "";
    private Task? _retirement;

    /// <exception cref="InvalidOperationException">The client library refuses the settings, or cannot be loaded.</exception>
    public KafkaProducer(KafkaSettings settings, ILogger logger)
    {
        _topic = settings.Topic;
        _logger = logger;
        try
        {
            _producer = new ProducerBuilder<byte[], byte[]>(settings.Client).SetErrorHandler(OnError).SetLogHandler(OnLog).Build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new InvalidOperationException($"{KafkaSettings.Section} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Cancelled when it is retired: no more reports come.</summary>
    public CancellationToken Retired => _retired.Token;

    /// <summary>True: the next call needs another producer.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>The last error of the client library that belongs to no event; empty: none.</summary>
    public string LastError => _lastError;

    /// <summary>Puts an event in flight, without waiting for the broker.</summary>
    /// <param name="onReport">Called once with the outcome, on the client's own thread, unless the producer is retired before.</param>
    /// <returns>Null; or why the event is not in flight.</returns>
    public Error? Send(Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>> onReport)
    {
        // Without the lock the client could be disposed while Produce runs, which then uses native memory that is freed.
        lock (_lock)
        {
            if (_retirement is not null)
            {
                return new Error(ErrorCode.Local_Destroy);
            }

            try
            {
                _producer.Produce(_topic, message, onReport);
                return null;
            }
            catch (ProduceException<byte[], byte[]> e)
            {
                return e.Error;
            }
        }
    }

    /// <summary>Makes the next call use another producer. Events in flight go on.</summary>
    public void MarkBroken() => _isBroken = true;

    /// <summary>Retires it. When the task ends, nothing more is sent, and <see cref="Retired"/> has ended the wait for reports.</summary>
    public Task Retire()
    {
        lock (_lock)
        {
            _isBroken = true;
            return _retirement ??= Task.Run(End);
        }
    }

    private async Task End()
    {
        await _retired.CancelAsync().ConfigureAwait(false);
        _producer.Dispose();
    }

    private void OnError(IProducer<byte[], byte[]> producer, Error error)
    {
        _lastError = error.Reason;
        if (!error.IsFinal())
        {
            return;
        }

        _isBroken = true;
        _logger.LogWarning("The Kafka producer has ended and is replaced; nothing is lost: {Reason}", error.Reason);
    }

    // The payment stream logs an outage once. What the client repeats meanwhile is for those who look closer.
    private void OnLog(IProducer<byte[], byte[]> producer, LogMessage line) =>
        _logger.Log(line.Facility == "CONFWARN" ? LogLevel.Warning : LogLevel.Debug, "Kafka client {Facility}: {Message}", line.Facility, line.Message);
}
