using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace ECommerce.LocalEngine;

/// <summary>What the engine tells an operator.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Activating {Grain} failed; the requests that waited for it fail with the same exception.")]
    public static partial void ActivationFailed(ILogger logger, GrainId grain, Exception failure);

    [LoggerMessage(2, LogLevel.Warning, "Deactivating {Grain} failed; it is dropped all the same.")]
    public static partial void DeactivationFailed(ILogger logger, GrainId grain, Exception failure);

    [LoggerMessage(3, LogLevel.Warning, "A timer of {Grain} failed; it will tick again.")]
    public static partial void TimerFailed(ILogger logger, GrainId grain, Exception failure);

    [LoggerMessage(4, LogLevel.Warning, "The one-way request {Request} failed.")]
    public static partial void OneWayFailed(ILogger logger, string request, Exception failure);

    [LoggerMessage(5, LogLevel.Warning, "Stopping took longer than {Bound}; what was not done is given up.")]
    public static partial void DrainBoundReached(ILogger logger, TimeSpan bound);
}
