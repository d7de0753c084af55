using System.Collections.Concurrent;
using Azure.Messaging.EventHubs.Producer;

namespace ECommerce.DataPlatform.EventHubs;

/// <summary>
/// Publishes to an event hub by AMQP. A batch belongs to one user, the partition key, and is accepted whole or not at all. The next
/// batch of a user is sent only when the one before it is durable. Calls may overlap as long as no user is in two of them.
/// </summary>
public sealed class EventHubsPublisher(EventHubProducerClient client) : IPaymentPublisher, IAsyncDisposable
{
    /// <summary>The most users whose batches are in flight at once.</summary>
    private const int UsersAtOnce = 64;

    /// <inheritdoc/>
    public async Task Publish(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation)
    {
        var (published, poison) = (new ConcurrentQueue<OutboxRow>(), new ConcurrentQueue<PoisonEvent>());
        try
        {
            await Parallel.ForEachAsync(
                rows.GroupBy(row => row.Event.UserId, StringComparer.Ordinal),
                new ParallelOptions { MaxDegreeOfParallelism = UsersAtOnce, CancellationToken = cancellation },
                async (user, end) => await PublishOne(user.Key, [.. user], published, poison, end).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException && !published.IsEmpty)
        {
            throw new PartlyPublishedException([.. published], e);
        }

        if (!poison.IsEmpty)
        {
            throw new PoisonEventException([.. poison]);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task PublishOne(
        string user, IReadOnlyList<OutboxRow> rows, ConcurrentQueue<OutboxRow> published, ConcurrentQueue<PoisonEvent> poison, CancellationToken cancellation)
    {
        var options = new CreateBatchOptions { PartitionKey = user };
        for (var next = 0; next < rows.Count;)
        {
            var first = next;
            using var batch = await client.CreateBatchAsync(options, cancellation).ConfigureAwait(false);
            while (next < rows.Count && batch.TryAdd(EventHubsMessages.Of(rows[next].Event)))
            {
                next++;
            }

            if (batch.Count > 0)
            {
                await client.SendAsync(batch, cancellation).ConfigureAwait(false);
                foreach (var row in rows.Take(first..next))
                {
                    published.Enqueue(row);
                }
            }
            else
            {
                poison.Enqueue(new(rows[next++].Number, $"Event Hubs takes no more than {batch.MaximumSizeInBytes} bytes"));
            }
        }
    }
}
