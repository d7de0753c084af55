namespace ECommerce.DataPlatform;

/// <summary>What one turn of the reader came to; the loop waits by it.</summary>
public enum Turn
{
    /// <summary>Something left the outbox: look again at once.</summary>
    Progress,

    /// <summary>Nothing was pending.</summary>
    Idle,

    /// <summary>Another owner has the lease.</summary>
    Standby,
}

/// <summary>
/// One turn of the payment stream: lease, read, publish, acknowledge. Keeps nothing but the age of its lease, so a turn that
/// threw is simply taken again: what was published but not acknowledged is published again.
/// </summary>
/// <param name="owner">Random per process.</param>
public sealed class PaymentReader(
    IOutbox outbox, IPaymentPublisher publisher, string owner, TimeProvider time, StreamMetrics metrics, ILogger<PaymentReader> logger)
{
    private long? _leasedAt;

    /// <summary>Takes a turn. Throws what the outbox or the publisher threw.</summary>
    public async Task<Turn> Take(CancellationToken cancellation)
    {
        if (!await HasLease().ConfigureAwait(false))
        {
            return Turn.Standby;
        }

        var rows = await outbox.Pending(StreamBounds.Batch).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return Turn.Idle;
        }

        try
        {
            await PublishWithinLease(rows, cancellation).ConfigureAwait(false);
        }
        catch (PoisonEventException e) when (e.Events.Any(poison => rows.Any(row => row.Number == poison.Number)))
        {
            await Park(e).ConfigureAwait(false);
            return Turn.Progress;
        }

        await outbox.Acknowledge([.. rows.Select(row => row.Number)]).ConfigureAwait(false);
        metrics.Published(rows.Count);
        return Turn.Progress;
    }

    /// <summary>Gives the lease back, if this reader has it.</summary>
    public async Task Release()
    {
        if (_leasedAt is null)
        {
            return;
        }

        _leasedAt = null;
        await outbox.Release(owner).ConfigureAwait(false);
    }

    private async Task<bool> HasLease()
    {
        if (_leasedAt is { } since && time.GetElapsedTime(since) < StreamBounds.Renewal)
        {
            return true;
        }

        // The clock is read before the question, so our lease ends no later here than in the database.
        var asked = time.GetTimestamp();
        var granted = await outbox.Lease(owner).ConfigureAwait(false);
        _leasedAt = granted ? asked : null;
        return granted;
    }

    private async Task PublishWithinLease(IReadOnlyList<OutboxRow> rows, CancellationToken cancellation)
    {
        var left = StreamBounds.Deadline - time.GetElapsedTime(_leasedAt!.Value);
        if (left <= TimeSpan.Zero)
        {
            throw new TimeoutException("Reading the outbox outlasted the lease of the payment stream.");
        }

        using var deadline = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            await publisher.Publish(rows, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("Publishing outlasted the lease of the payment stream.", e);
        }
    }

    private async Task Park(PoisonEventException met)
    {
        foreach (var poison in met.Events)
        {
            await outbox.Park(poison.Number, poison.Reason).ConfigureAwait(false);
            metrics.Parked();
            logger.LogError(met, "Payment event {Number} was parked: {Reason}", poison.Number, poison.Reason);
        }
    }
}
