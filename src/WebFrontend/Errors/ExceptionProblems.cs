using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.Runtime;

namespace ECommerce.WebFrontend;

/// <summary>
/// The edge where every exception becomes an answer; nothing of it reaches the caller but a code. What a client that went away
/// leaves behind, the framework's middleware drops before it comes here. An outage fails every call: of each kind of failure a line is logged
/// at most once in <see cref="Spacing"/>, with its exception, and says how many were not.
/// </summary>
internal sealed partial class ExceptionProblems(TimeProvider clock, ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    /// <summary>The least time between two lines of one kind.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromSeconds(10);

    private readonly RepeatedLines _lines = new(Spacing, clock);

    /// <summary>
    /// Answers within the pipeline what the shop knows, so that the headers stay which were set on the way here, such as what is left of a rate limit: the
    /// framework's middleware clears them. What is a failure of the shop goes on to that one.
    /// </summary>
    public static void UseKnownProblems(WebApplication app)
    {
        var problems = app.Services.GetServices<IExceptionHandler>().OfType<ExceptionProblems>().Single();
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception exception) when (
                !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && problems.Known(exception) is { } problem)
            {
                await problem.ExecuteAsync(context);
            }
        });
    }

    /// <summary>The answer to a request that cannot be read.</summary>
    public static ProblemHttpResult Of(BadHttpRequestException bad) => bad.StatusCode == StatusCodes.Status400BadRequest
        ? Problem.Malformed("A parameter or the body cannot be read.")
        : Problem.OfStatus(bad.StatusCode);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Known(exception) is not { } problem)
        {
            // The middleware has taken the endpoint off the request by now.
            var call = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName;
            if (_lines.TakesAnother($"{exception.GetType()} {call}", out var left))
            {
                LogFailure(exception, call, left);
            }

            problem = Problem.OfStatus(StatusCodes.Status500InternalServerError);
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>The answer; null: what should not happen.</summary>
    private ProblemHttpResult? Known(Exception exception)
    {
        switch (exception)
        {
            case ProblemException { Problem: var problem }:
                return problem;
            case BadHttpRequestException bad:
                return Of(bad);
            case OverloadedException or LimitExceededException:
                return Problem.Overloaded();
            case UnavailableException or TimeoutException or OrleansException:
                if (_lines.TakesAnother($"{exception.GetType()} {exception.GetBaseException().GetType()}", out var left))
                {
                    LogUnavailable(exception, exception.GetBaseException().Message, left);
                }

                return Problem.OfStatus(StatusCodes.Status503ServiceUnavailable);
            default:
                return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A dependency is away: {Reason} ({Left} more calls met such a failure since the last line of it.)")]
    private partial void LogUnavailable(Exception exception, string reason, long left);

    [LoggerMessage(LogLevel.Error, "A request failed: {Call} ({Left} more did so since the last line of it.)")]
    private partial void LogFailure(Exception exception, string? call, long left);
}
