using System.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>
/// Writes every problem in the contract's form: with a code, a trace id, and when to come back. Unlike the framework's own
/// writer it does so whatever the caller accepts, since callers tell problems apart by their code.
/// </summary>
internal sealed class ProblemWriter(CallFigures figures) : IProblemDetailsWriter
{
    public const string ContentType = "application/problem+json";

    /// <summary>The member that tells requests apart.</summary>
    public const string TraceId = "traceId";

    /// <summary>The member that only an answer to a claim has that waits for its turn.</summary>
    private const string Ticket = "ticket";

    /// <summary>As what such an answer is counted, whatever its code: it is no sign that something is wrong.</summary>
    private const string Waits = "waiting";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        var problem = context.ProblemDetails.Extensions.ContainsKey(Problem.Code)
            ? context.ProblemDetails
            : Problem.OfStatus(response.StatusCode).ProblemDetails;
        figures.Note(problem.Extensions.ContainsKey(Ticket) ? Waits : (string)problem.Extensions[Problem.Code]!);
        problem.Extensions[TraceId] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
        if (response.StatusCode is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            response.Headers.TryAdd(HeaderNames.RetryAfter, Problem.RetryAfter);
        }

        if (response.StatusCode is StatusCodes.Status405MethodNotAllowed)
        {
            response.Headers.Allow = WithHead(response.Headers.Allow.ToString());
        }

        response.Headers.CacheControl = Edge.NotKept;

        // A file that failed before its first bytes were sent is no file.
        response.Headers.ContentDisposition = default;
        await response.WriteAsJsonAsync(problem, HttpJson.Options, ContentType);
    }

    /// <summary>The routing knows of no HEAD: it comes there as GET.</summary>
    private static string WithHead(string methods) => methods.Split(", ") is var all && all.Contains("GET") && !all.Contains("HEAD")
        ? string.Join(", ", all.Append("HEAD").Order())
        : methods;
}
