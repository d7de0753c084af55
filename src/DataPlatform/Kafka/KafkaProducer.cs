using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>
/// One producer of the client library, as long as it is good: an error that ends it, or a caller that must be sure that nothing
/// more is sent, retires it for all, and the publisher makes another.
/// </summary>
internal sealed class KafkaProducer
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly string _topic;
    private readonly ILogger _logger;
    private volatile bool _isBroken;
    private volatile string _lastTrouble = "";
    private Task? _retirement;

    /// <exception cref="InvalidOperationException">The client library refuses the settings.</exception>
    public KafkaProducer(KafkaSettings settings, KafkaTokens? tokens, ILogger logger)
    {
        _topic = settings.Topic;
        _logger = logger;
        var builder = new ProducerBuilder<byte[], byte[]>(settings.Client).SetErrorHandler(Heard).SetLogHandler(Log);
        if (tokens is not null)
        {
            builder.SetOAuthBearerTokenRefreshHandler(tokens.Refresh);
        }

        try
        {
            _producer = builder.Build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new InvalidOperationException($"The settings of DataPlatform:Kafka are refused: {e.Message}", e);
        }
    }

    /// <summary>Cancelled when it is retired: no report comes any more.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>True: another one is needed.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>What the client library complained of last; empty: of nothing.</summary>
    public string LastTrouble => _lastTrouble;

    /// <summary>Sends an event on its way, without waiting.</summary>
    /// <param name="told">Called once with how it ended, on the client's own thread, unless the producer is retired before.</param>
    /// <returns>Null; or why it is not on its way.</returns>
    public Error? Send(Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>> told)
    {
        // The client library does not stand a call while it is being disposed.
        lock (_gate)
        {
            if (_retirement is not null)
            {
                return new Error(ErrorCode.Local_Destroy);
            }

            try
            {
                _producer.Produce(_topic, message, told);
                return null;
            }
            catch (ProduceException<byte[], byte[]> e)
            {
                return e.Error;
            }
        }
    }

    /// <summary>Lets the next call have another one.</summary>
    public void Break() => _isBroken = true;

    /// <summary>Retires it. When it returns, nothing more is sent, and those who wait for reports have been told by <see cref="Gone"/>.</summary>
    public Task Retire()
    {
        lock (_gate)
        {
            _isBroken = true;
            return _retirement ??= Task.Run(End);
        }
    }

    private async Task End()
    {
        await _gone.CancelAsync().ConfigureAwait(false);
        _producer.Dispose();
    }

    private void Heard(IProducer<byte[], byte[]> producer, Error error)
    {
        _lastTrouble = error.Reason;
        if (!error.IsFinal())
        {
            return;
        }

        _isBroken = true;
        _logger.LogWarning("The Kafka producer has ended and is replaced; nothing is lost: {Reason}", error.Reason);
    }

    /// <summary>An outage is said once, by the payment stream; what the client says all the while is for whoever looks closer.</summary>
    private void Log(IProducer<byte[], byte[]> producer, LogMessage line) =>
        _logger.Log(line.Facility == "CONFWARN" ? LogLevel.Warning : LogLevel.Debug, "Kafka client {Facility}: {Message}", line.Facility, line.Message);
}
