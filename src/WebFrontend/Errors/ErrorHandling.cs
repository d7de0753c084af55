using Orleans.Runtime;

namespace ECommerce.WebFrontend;

/// <summary>The edge where every exception becomes an answer; nothing of it reaches the caller but a code.</summary>
internal sealed partial class ErrorHandling(RequestDelegate next, ILogger<ErrorHandling> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            context.Response.Clear();
            await ToProblem(exception).ExecuteAsync(context);
        }
    }

    private Problem ToProblem(Exception exception)
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
                return Problem.Of(StatusCodes.Status503ServiceUnavailable, "overloaded", "Too much at once; repeat later with the same key.");
            case UnavailableException or TimeoutException or OrleansException:
                LogUnavailable(exception.GetBaseException().Message);
                return Problem.OfStatus(StatusCodes.Status503ServiceUnavailable);
            default:
                LogFailure(exception);
                return Problem.OfStatus(StatusCodes.Status500InternalServerError);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A request found a dependency away: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Error, "A request failed.")]
    private partial void LogFailure(Exception exception);
}
