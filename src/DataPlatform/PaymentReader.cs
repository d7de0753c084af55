using ECommerce.GrainInterfaces;

namespace ECommerce.DataPlatform;

/// <summary>What one turn of the reader came to; the loop waits by it.</summary>
public enum Turn
{
    /// <summary>More may be waiting than was taken: look again at once.</summary>
    Busy,

    /// <summary>A few rows left.</summary>
    Progress,

    /// <summary>Nothing was pending, and nobody else publishes: rows of this process are told.</summary>
    Idle,

    /// <summary>Nothing was pending in the partitions of this process; other processes may fill them untold.</summary>
    IdleAmongOthers,

    /// <summary>Others have all partitions.</summary>
    Standby,
}

/// <summary>
/// One turn of the payment stream: leases, read, publish, acknowledge, one batch of all owned partitions at a time. What the next turn
/// reads starts again at the first row that is left, so a turn that threw is simply taken again, and no row overtakes
/// another of its user: neither one that failed nor one that was committed late.
/// </summary>
/// <param name="owner">Random per process.</param>
public sealed class PaymentReader(
    IOutbox outbox, IPaymentPublisher publisher, string owner, TimeProvider time, StreamMetrics metrics, ILogger<PaymentReader> logger)
{
    private readonly PartitionLeases _leases = new(outbox, owner, time);
    private IReadOnlyList<OutboxRow> _published = [];

    /// <summary>Takes a turn. Throws what the outbox or the publisher threw.</summary>
    public async Task<Turn> Take(CancellationToken cancellation)
    {
        if (_leases.AreDue)
        {
            await _leases.Balance().ConfigureAwait(false);
        }

        if (_leases.Owned.Count == 0)
        {
            return Turn.Standby;
        }

        await AcknowledgePublished().ConfigureAwait(false);
        var rows = await outbox.Pending(_leases.Owned, StreamBounds.PartitionBatch).ConfigureAwait(false);
        var went = rows.Count <= LedgerBounds.ReplayRoom && _leases.FeedsReplay && await outbox.ContinueReplay().ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return went ? Turn.Busy : _leases.IsAlone ? Turn.Idle : Turn.IdleAmongOthers;
        }

        try
        {
            await PublishWithinLease(rows, cancellation).ConfigureAwait(false);
        }
        catch (PoisonEventException e) when (e.Events.Any(poison => rows.Any(row => row.Number == poison.Number)))
        {
            await Park(rows, e).ConfigureAwait(false);
            return Turn.Busy;
        }
        catch (PartlyPublishedException e)
        {
            await Acknowledge(e.Published).ConfigureAwait(false);
            throw;
        }

        await Acknowledge(rows).ConfigureAwait(false);
        return went || rows.Count >= StreamBounds.PartitionBatch ? Turn.Busy : Turn.Progress;
    }

    /// <summary>Leaves what this reader may publish to others. False: there are none, and it keeps everything.</summary>
    public async Task<bool> GiveWay()
    {
        // Others may have given way since it last asked, and somebody must stay.
        await _leases.Balance().ConfigureAwait(false);
        if (_leases.IsAlone)
        {
            return false;
        }

        await Release().ConfigureAwait(false);
        return true;
    }

    /// <summary>Gives back what this reader may publish, and says that it is gone.</summary>
    public Task Release() => _leases.Release();

    private Task Acknowledge(IReadOnlyList<OutboxRow> rows)
    {
        metrics.Published(rows, time.GetUtcNow());
        _published = rows;
        return AcknowledgePublished();
    }

    // What is published is known here until the outbox knows: a database that was away for a moment causes no repeats.
    private async Task AcknowledgePublished()
    {
        if (_published.Count > 0)
        {
            await outbox.Acknowledge(_published).ConfigureAwait(false);
            _published = [];
        }
    }

    private async Task PublishWithinLease(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation)
    {
        if (_leases.Left == TimeSpan.Zero && !await _leases.Renew().ConfigureAwait(false))
        {
            throw new TimeoutException("Reading the outbox outlasted the leases of the payment stream.");
        }

        using var right = new CancellationTokenSource(_leases.Left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, right.Token);
        var publishing = publisher.Publish(rows, either.Token);
        try
        {
            await RenewWhile(publishing, right).ConfigureAwait(false);
        }
        catch
        {
            // Nothing may go on being sent when this turn is over.
            await right.CancelAsync().ConfigureAwait(false);
            await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        try
        {
            await publishing.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("Publishing outlasted the leases of the payment stream.", e);
        }
    }

    private async Task RenewWhile(Task publishing, CancellationTokenSource right)
    {
        while (!publishing.IsCompleted && !right.IsCancellationRequested)
        {
            using var waiting = new CancellationTokenSource();
            await Task.WhenAny(publishing, Task.Delay(StreamBounds.Renewal, time, waiting.Token)).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
            if (publishing.IsCompleted)
            {
                return;
            }

            try
            {
                right.CancelAfter(await _leases.Renew().ConfigureAwait(false) ? _leases.Left : TimeSpan.Zero);
            }
            catch (UnavailableException e)
            {
                // The right ends in time, unless the next attempt succeeds before.
                logger.LogDebug(e, "The leases of the payment stream could not be renewed");
            }
        }
    }

    private async Task Park(IReadOnlyList<OutboxRow> rows, PoisonEventException met)
    {
        var reasons = met.Events.DistinctBy(poison => poison.Number).ToDictionary(poison => poison.Number, poison => poison.Reason);
        var poisonous = rows.Where(row => reasons.ContainsKey(row.Number)).Select(row => (Row: row, Reason: reasons[row.Number])).ToList();
        await outbox.Park(poisonous).ConfigureAwait(false);
        foreach (var (row, reason) in poisonous)
        {
            metrics.Parked(row);
            logger.LogError(met, "Payment event {Event} was parked: {Reason}", row.Event.Id, reason);
        }
    }
}
