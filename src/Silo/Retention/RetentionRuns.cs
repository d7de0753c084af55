using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ECommerce.Silo;

/// <summary>
/// Removes rows that are past their age, once an hour and with a pause after each step, so that no call waits for it. One process of a shop does
/// so for all. The first run comes an hour after the start: who sees then that an age is wrong, or the clock, has time to stop it.
/// </summary>
internal sealed partial class RetentionRuns(
    SqlDatabase database, LedgerStart start, IConfiguration configuration, TimeProvider clock, ILogger<RetentionRuns> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // A little less, so that the process whose turn it is comes in time.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(55);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Random, so that a process that starts again does not pass for the one before it.</summary>
    private readonly string _owner = $"{Environment.MachineName}-{Guid.NewGuid():n}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ages = RetentionSettings.Of(configuration);
        await start.Opened.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, stoppingToken);
            try
            {
                var removed = await database.Retention.Run(ages, _owner, () => Task.Delay(Pause, clock, stoppingToken), Rest);
                if (removed.All > 0)
                {
                    LogRemoved(removed.UnpaidOrders, removed.PaymentEvents, removed.WalletEntries, removed.LogLines);
                }

                if (removed.Later is { } reason)
                {
                    LogLater(reason);
                }
            }
            catch (UnavailableException exception)
            {
                LogLater(exception.Reason());
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The edge: the shop sells on, whatever it was.
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Removed for their age: {Orders} unpaid orders, {Events} payment events, {Entries} wallet entries, {Lines} lines of the log")]
    private partial void LogRemoved(long orders, long events, long entries, long lines);

    [LoggerMessage(LogLevel.Information, "What is past its age is removed by the next run: {Reason}")]
    private partial void LogLater(string reason);

    [LoggerMessage(LogLevel.Error, "Rows that are past their age could not be removed, the next run will try again")]
    private partial void LogFailed(Exception exception);
}
