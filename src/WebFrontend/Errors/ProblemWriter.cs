using System.Diagnostics;

namespace ECommerce.WebFrontend;

/// <summary>
/// Writes every problem in the contract's form: with a code, a trace id, and when to come back. Unlike the framework's own
/// writer it does so whatever the caller accepts, since callers tell problems apart by their code.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    private const string ContentType = "application/problem+json";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        var problem = context.ProblemDetails.Extensions.ContainsKey(Problem.Code)
            ? context.ProblemDetails
            : Problem.OfStatus(response.StatusCode).ProblemDetails;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
        if (response.StatusCode is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = Problem.RetryAfter;
        }

        await response.WriteAsJsonAsync(problem, HttpJson.Options, ContentType);
    }
}
