using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ECommerce.WebFrontend;

/// <summary>
/// Says in the log when a process becomes ready and when it is no longer, once each, however often it is asked. In place of the framework's
/// own lines, which call every probe of a process that is still starting a failure.
/// </summary>
internal sealed partial class ReadinessLog(ILogger<ReadinessLog> logger)
{
    private readonly Lock _lock = new();
    private bool? _isReady;
    private bool _wasReady;

    /// <summary>Adds it to a program.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReadinessLog>();
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
    }

    /// <summary>Takes note of what a probe was answered.</summary>
    public void Note(HealthReport report)
    {
        var isReady = report.Status == HealthStatus.Healthy;
        lock (_lock)
        {
            if (_isReady == isReady)
            {
                return;
            }

            _isReady = isReady;
            if (isReady)
            {
                _wasReady = true;
                LogReady();
                return;
            }

            var problems = string.Join(' ', report.Entries
                .Where(entry => entry.Value.Status != HealthStatus.Healthy)
                .Select(entry => $"{entry.Key}: {entry.Value.Description}"));
            if (_wasReady)
            {
                LogNoLonger(problems);
            }
            else
            {
                LogNotYet(problems);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Ready.")]
    private partial void LogReady();

    [LoggerMessage(LogLevel.Information, "Not ready yet. {Problems}")]
    private partial void LogNotYet(string problems);

    [LoggerMessage(LogLevel.Warning, "No longer ready. {Problems}")]
    private partial void LogNoLonger(string problems);
}
