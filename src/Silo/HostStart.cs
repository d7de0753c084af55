using Microsoft.Extensions.Hosting;

namespace ECommerce.Silo;

/// <summary>Waits for a host whose services start side by side.</summary>
public static class HostStart
{
    /// <summary>Completes when all services have started: from then on grains can be called.</summary>
    public static async Task Started(this IHostApplicationLifetime host, CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }
}
