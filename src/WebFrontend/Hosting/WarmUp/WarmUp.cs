using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ECommerce.WebFrontend;

/// <summary>
/// A program is several times slower until its code is compiled for speed, and code is compiled when it is used. So before the shop says
/// that it is ready, customers use a <see cref="RehearsalShop"/> in the same process for a few seconds.
/// </summary>
internal sealed partial class WarmUp(TimeSpan time, IHostApplicationLifetime host, ILogger<WarmUp> logger) : BackgroundService
{
    /// <summary>How much longer than planned it may take, on a slow disk for example.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>True once customers may come, whether the rehearsal went well or not.</summary>
    public bool IsOver { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        stop.CancelAfter(time + Patience);
        try
        {
            var began = Stopwatch.GetTimestamp();
            await using var shop = await RehearsalShop.Open(stop.Token);
            var purchases = await RehearsalCustomers.Use(shop.Address, time, stop.Token);
            LogDone(purchases, Stopwatch.GetElapsedTime(began).TotalSeconds);
            IsOver = true;
        }
        catch (Exception failure) when (!host.ApplicationStopping.IsCancellationRequested)
        {
            // No folder for temporary files, for example. A shop that is slow at first is better than none.
            LogFailed(failure);
        }
        finally
        {
            IsOver = true;
        }
    }

    [LoggerMessage(LogLevel.Information, "Warmed up with {Purchases} purchases in a shop of its own, in {Seconds:0.0} s")]
    private partial void LogDone(int purchases, double seconds);

    [LoggerMessage(LogLevel.Warning, "The shop is not warmed up; its first seconds will be slow.")]
    private partial void LogFailed(Exception failure);
}

/// <summary>Not ready before it is over.</summary>
internal sealed class WarmUpCheck(WarmUp warmUp) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(warmUp.IsOver ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("It is warming up."));
}
