using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>
/// Publishes to a topic of anything that speaks Kafka's protocol, acknowledged by all its replicas. Calls may overlap as long as
/// no user is in two of them. Memory is bounded by <c>queue.buffering.max.kbytes</c> beside the rows themselves.
/// </summary>
public sealed class KafkaPublisher : IPaymentPublisher, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly KafkaSettings _settings;
    private readonly KafkaTokens? _tokens;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private KafkaProducer _producer;

    /// <summary>Begins to connect.</summary>
    /// <exception cref="InvalidOperationException">librdkafka is not installed, or refuses the settings.</exception>
    public KafkaPublisher(KafkaSettings settings, TimeProvider time, ILogger<KafkaPublisher> logger)
    {
        KafkaLibrary.Require();
        _settings = settings;
        _tokens = settings.Tokens is { } tokens ? new(tokens, time, logger) : null;
        _time = time;
        _logger = logger;
        _producer = NewProducer();
    }

    /// <inheritdoc/>
    public async Task Publish(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation)
    {
        var (published, poison) = (new List<OutboxRow>(), new List<PoisonEvent>());
        try
        {
            await Deliver(rows, published, poison, cancellation).ConfigureAwait(false);
        }
        catch (IOException e) when (published.Count > 0)
        {
            throw new PartlyPublishedException(published, e);
        }

        if (poison.Count > 0)
        {
            throw new PoisonEventException(poison);
        }
    }

    /// <summary>Sends nothing any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _producer.Retire().ConfigureAwait(false);
        _tokens?.Dispose();
    }

    private async Task Deliver(
        IReadOnlyList<OutboxRow> rows, List<OutboxRow> published, List<PoisonEvent> poison, CancellationToken cancellation)
    {
        var (undelivered, rejection) = await Attempt(rows, published, cancellation).ConfigureAwait(false);
        if (undelivered.Count == 0)
        {
            return;
        }

        if (rows.Count == 1)
        {
            poison.Add(new(rows[0].Number, $"Kafka rejects it: {rejection!.Reason}"));
            return;
        }

        // A broker rejects a request as a whole; halves of it tell which event is at fault.
        var half = (undelivered.Count + 1) / 2;
        await Deliver([.. undelivered.Take(half)], published, poison, cancellation).ConfigureAwait(false);
        await Deliver([.. undelivered.Skip(half)], published, poison, cancellation).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyList<OutboxRow> Undelivered, Error? Rejection)> Attempt(
        IReadOnlyList<OutboxRow> rows, List<OutboxRow> published, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var producer = GoodProducer();
        var attempt = new KafkaAttempt(producer, rows);
        try
        {
            return await attempt.Run(_time, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What is on its way in the client can be taken back only with the client.
            await producer.Retire().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            throw new IOException("The Kafka producer was replaced while events were on their way.");
        }
        finally
        {
            published.AddRange(attempt.Published());
        }
    }

    private KafkaProducer GoodProducer()
    {
        lock (_gate)
        {
            if (_producer.IsBroken)
            {
                _ = _producer.Retire();
                _producer = NewProducer();
            }

            return _producer;
        }
    }

    private KafkaProducer NewProducer() => new(_settings, _tokens, _logger);
}
