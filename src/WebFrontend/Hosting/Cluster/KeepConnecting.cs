using Orleans.Hosting;

namespace ECommerce.WebFrontend;

/// <summary>A frontend without a cluster looks for it until it is there; meanwhile it says that it is not ready.</summary>
internal sealed partial class KeepConnecting(TimeProvider clock, ILogger<KeepConnecting> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private bool _isLogged;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (!_isLogged)
        {
            LogAway(exception.Message);
        }

        _isLogged = true;
        await Task.Delay(Pause, clock, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "No silo is found yet: {Reason}")]
    private partial void LogAway(string reason);
}
