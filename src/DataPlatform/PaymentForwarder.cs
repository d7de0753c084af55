using ECommerce.GrainInterfaces;

namespace ECommerce.DataPlatform;

/// <summary>How a turn of the forwarder ended. It decides when the next one begins.</summary>
public enum Turn
{
    /// <summary>More rows may be pending than one turn takes: the next begins at once.</summary>
    Busy,

    /// <summary>Some rows were published, and probably all that were pending.</summary>
    Progress,

    /// <summary>Nothing was pending, and no other process publishes: the outbox announces new rows of this process.</summary>
    Idle,

    /// <summary>Nothing was pending in this process's partitions. Other processes may add rows to them, which nobody announces.</summary>
    IdleAmongOthers,

    /// <summary>Other processes own all partitions.</summary>
    Standby,
}

/// <summary>
/// Forwards payment events from the outbox to the data platform, a turn at a time: it renews the leases, reads a batch from all
/// partitions that it owns, publishes it, and acknowledges or parks the rows. Each turn reads from the first row that is left, so a
/// turn that failed is simply taken again. For the same reason no row overtakes another of its user, whether that one failed or
/// was committed late.
/// </summary>
/// <param name="owner">The name of this process, random.</param>
public sealed class PaymentForwarder(
    IOutbox outbox, IPaymentPublisher publisher, string owner, TimeProvider time, StreamMetrics metrics, ILogger<PaymentForwarder> logger)
{
    /// <summary>The most rows of one partition that a turn reads, publishes and acknowledges.</summary>
    public const int PartitionBatch = 128;

    /// <summary>The most rows that a turn reads, publishes and acknowledges, so the most that are in flight.</summary>
    public const int Batch = PartitionBatch * LedgerBounds.Partitions;

    private readonly PartitionLeases _leases = new(outbox, owner, time);

    // Published, but not yet acknowledged to the outbox. Without it, a database that is away for a moment would cause duplicates.
    private IReadOnlyList<OutboxRow> _published = [];

    // Whether the last attempt to publish did not succeed.
    private bool _hasFailed;

    /// <summary>Takes a turn. Throws what the outbox or the publisher threw.</summary>
    public async Task<Turn> TakeTurn(CancellationToken cancellation)
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
        var rows = await outbox.Pending(_leases.Owned, PartitionBatch).ConfigureAwait(false);
        var replayed = rows.Count <= LedgerBounds.ReplayRoom && _leases.ContinuesReplay && await outbox.ContinueReplay().ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return replayed ? Turn.Busy : _leases.OwnsAll ? Turn.Idle : Turn.IdleAmongOthers;
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
        return replayed || rows.Count >= PartitionBatch ? Turn.Busy : Turn.Progress;
    }

    /// <summary>Gives this process's partitions to others. False: there are no others, and it keeps them.</summary>
    public async Task<bool> GiveWay()
    {
        // Asked again, because the others may have given way since the last renewal, and one process must stay.
        await _leases.Balance().ConfigureAwait(false);
        if (_leases.OwnsAll)
        {
            return false;
        }

        await Release().ConfigureAwait(false);
        return true;
    }

    /// <summary>Gives this process's partitions back and signs it off.</summary>
    public Task Release() => _leases.Release();

    private Task Acknowledge(IReadOnlyList<OutboxRow> rows)
    {
        metrics.Published(rows, time.GetUtcNow());
        _published = rows;
        return AcknowledgePublished();
    }

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
        if (_leases.Remaining == TimeSpan.Zero && !await _leases.Renew().ConfigureAwait(false))
        {
            throw new TimeoutException("Reading the outbox outlasted the leases of the payment stream.");
        }

        using var right = new CancellationTokenSource(_leases.Remaining, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, right.Token);
        using var spans = PublishSpans.Begin(rows, isRepeat: _hasFailed);
        _hasFailed = true;
        var publishing = publisher.Publish(rows, either.Token);
        try
        {
            await RenewWhile(publishing, right).ConfigureAwait(false);
        }
        catch
        {
            // The publisher must have stopped before this turn ends, or it would send the same rows beside the next one.
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

        _hasFailed = false;
        spans.Succeeded();
    }

    private async Task RenewWhile(Task publishing, CancellationTokenSource right)
    {
        while (!publishing.IsCompleted && !right.IsCancellationRequested)
        {
            using var waiting = new CancellationTokenSource();
            await Task.WhenAny(publishing, Task.Delay(PartitionLeases.Renewal, time, waiting.Token)).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
            if (publishing.IsCompleted)
            {
                return;
            }

            try
            {
                right.CancelAfter(await _leases.Renew().ConfigureAwait(false) ? _leases.Remaining : TimeSpan.Zero);
            }
            catch (UnavailableException e)
            {
                // The right still ends when the old leases allow no more, unless the next renewal succeeds before.
                logger.LogDebug(e, "The leases of the payment stream could not be renewed");
            }
        }
    }

    private async Task Park(IReadOnlyList<OutboxRow> rows, PoisonEventException exception)
    {
        var reasons = exception.Events.DistinctBy(poison => poison.Number).ToDictionary(poison => poison.Number, poison => poison.Reason);
        var poisonous = rows.Where(row => reasons.ContainsKey(row.Number)).Select(row => (Row: row, Reason: reasons[row.Number])).ToList();
        await outbox.Park(poisonous).ConfigureAwait(false);
        foreach (var (row, reason) in poisonous)
        {
            metrics.Parked(row);
            logger.LogError(exception, "Payment event {Event} was parked: {Reason}", row.Event.Id, reason);
        }
    }
}
