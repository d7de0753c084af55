using Orleans.Hosting;

namespace ECommerce.WebFrontend;

/// <summary>A frontend without a cluster looks for it until it is there; meanwhile it says that it is not ready.</summary>
internal sealed partial class KeepConnecting(TimeProvider clock, ILogger<KeepConnecting> logger) : IClientConnectionRetryFilter
{
    private bool _isSaid;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (!_isSaid)
        {
            LogAway(exception.Message);
        }

        _isSaid = true;
        await Task.Delay(FrontendBounds.Reconnect, clock, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "No silo is found yet: {Reason}")]
    private partial void LogAway(string reason);
}
