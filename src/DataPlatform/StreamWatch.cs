using ECommerce.GrainInterfaces;

namespace ECommerce.DataPlatform;

/// <summary>
/// Keeps the gauges of <see cref="StreamMetrics"/> up to date while somebody collects them. It runs beside the
/// <see cref="PaymentStream"/>, so the gauges show the backlog also while nothing can be published.
/// </summary>
public sealed class StreamWatch(IOutbox outbox, TimeProvider time, StreamMetrics metrics, ILogger<StreamWatch> logger) : BackgroundService
{
    /// <summary>The gauges are about this old at most, and the database is asked for them no more often.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // The pause is at least this many times as long as the query before it, which takes longer the more is pending.
    private const int PausePerQuery = 20;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await Refresh().ConfigureAwait(false);
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> Refresh()
    {
        if (!metrics.AreGaugesCollected)
        {
            return Interval;
        }

        var start = time.GetTimestamp();
        try
        {
            metrics.Update(await outbox.Stream(time.GetUtcNow()).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            // The edge: the last figures stay, and the payment stream logs what is wrong with the ledger.
            logger.LogDebug(e, "The figures of the payment stream could not be read");
        }

        var pause = time.GetElapsedTime(start) * PausePerQuery;
        return pause > Interval ? pause : Interval;
    }
}
