using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>
/// Publishes to a topic of any broker that speaks Kafka's protocol, acknowledged by all in-sync replicas. Calls may overlap as long as
/// no user is in two of them. Beside the rows themselves it uses at most <c>queue.buffering.max.kbytes</c> of memory.
/// </summary>
public sealed class KafkaPublisher : IPaymentPublisher, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly KafkaSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private KafkaProducer _producer;

    /// <summary>Begins to connect.</summary>
    /// <exception cref="InvalidOperationException">The client library refuses the settings, or cannot be loaded.</exception>
    public KafkaPublisher(KafkaSettings settings, TimeProvider time, ILogger<KafkaPublisher> logger)
    {
        _settings = settings;
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

    /// <summary>When it ends, nothing more is sent.</summary>
    public async ValueTask DisposeAsync() => await _producer.Retire().ConfigureAwait(false);

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

        // A broker rejects a request as a whole. Halves of it are sent until an event that is rejected stands alone.
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
            // The client would go on sending the events that are in flight, perhaps after the right to publish has ended.
            await producer.Retire().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            throw new IOException("The Kafka producer was replaced while events were in flight.");
        }
        finally
        {
            published.AddRange(attempt.Published());
        }
    }

    private KafkaProducer GoodProducer()
    {
        lock (_lock)
        {
            if (_producer.IsBroken)
            {
                _ = _producer.Retire();
                _producer = NewProducer();
            }

            return _producer;
        }
    }

    private KafkaProducer NewProducer() => new(_settings, _logger);
}
