using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace ECommerce.DataPlatform.EventHubs;

/// <summary>
/// Publishes to an event hub by AMQP. A batch belongs to one user, the partition key, and is taken whole or not at all; of one
/// user the next batch is sent only when the one before is durable. Calls may overlap as long as no user is in two of them.
/// </summary>
public sealed class EventHubsPublisher(EventHubProducerClient client) : IPaymentPublisher, IAsyncDisposable
{
    /// <inheritdoc/>
    public Task Publish(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation) => Parallel.ForEachAsync(
        rows.GroupBy(row => row.Event.UserId, StringComparer.Ordinal),
        new ParallelOptions { MaxDegreeOfParallelism = EventHubsBounds.UsersAtOnce, CancellationToken = cancellation },
        async (user, end) => await PublishOne(user.Key, [.. user], end).ConfigureAwait(false));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task PublishOne(string user, IReadOnlyList<OutboxRow> rows, CancellationToken cancellation)
    {
        var options = new CreateBatchOptions { PartitionKey = user };
        for (var next = 0; next < rows.Count;)
        {
            using var batch = await client.CreateBatchAsync(options, cancellation).ConfigureAwait(false);
            var first = next;
            while (next < rows.Count && batch.TryAdd(EventHubsMessages.Of(rows[next].Event)))
            {
                next++;
            }

            if (next == first)
            {
                throw new PoisonEventException(rows[first].Number, $"Event Hubs takes no more than {batch.MaximumSizeInBytes} bytes.");
            }

            await Send(batch, rows[first], cancellation).ConfigureAwait(false);
        }
    }

    private async Task Send(EventDataBatch batch, OutboxRow first, CancellationToken cancellation)
    {
        try
        {
            await client.SendAsync(batch, cancellation).ConfigureAwait(false);
        }
        catch (EventHubsException e) when (e.Reason == EventHubsException.FailureReason.MessageSizeExceeded && batch.Count == 1)
        {
            throw new PoisonEventException(first.Number, $"Event Hubs rejects it as too large: {e.Message}", e);
        }
    }
}
