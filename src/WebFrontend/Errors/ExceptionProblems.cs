using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.Runtime;

namespace ECommerce.WebFrontend;

/// <summary>
/// The edge where every exception becomes an answer; nothing of it reaches the caller but a code. What a client that went away
/// leaves behind, the middleware drops before it comes here.
/// </summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        await ToProblem(exception).ExecuteAsync(httpContext);
        return true;
    }

    private ProblemHttpResult ToProblem(Exception exception)
    {
        switch (exception)
        {
            case ProblemException { Problem: var problem }:
                return problem;
            case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest }:
                return Problem.Malformed("A parameter or the body cannot be read.");
            case BadHttpRequestException bad:
                return Problem.OfStatus(bad.StatusCode);
            case OverloadedException or LimitExceededException:
                return Problem.Overloaded();
            case UnavailableException or TimeoutException or OrleansException:
                LogUnavailable(exception.GetBaseException().Message);
                return Problem.OfStatus(StatusCodes.Status503ServiceUnavailable);
            default:
                LogFailure(exception);
                return Problem.OfStatus(StatusCodes.Status500InternalServerError);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A dependency is away: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Error, "A request failed.")]
    private partial void LogFailure(Exception exception);
}
