using ECommerce.GrainInterfaces;

namespace ECommerce.DataPlatform;

/// <summary>Keeps the gauges of <see cref="StreamMetrics"/> up to date while somebody collects them, also while nothing can be published.</summary>
public sealed class StreamWatch(IOutbox outbox, TimeProvider time, StreamMetrics metrics, ILogger<StreamWatch> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await Look().ConfigureAwait(false);
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> Look()
    {
        if (!metrics.IsWatched)
        {
            return StreamBounds.Watch;
        }

        var start = time.GetTimestamp();
        try
        {
            metrics.Show(await outbox.Stream(time.GetUtcNow()).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            // The edge: the last figures stay, and the loop that publishes says what is wrong with the ledger.
            logger.LogDebug(e, "The payment stream could not be looked at");
        }

        var share = time.GetElapsedTime(start) * StreamBounds.WatchShare;
        return share > StreamBounds.Watch ? share : StreamBounds.Watch;
    }
}
