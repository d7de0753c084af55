using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>Error answers: problem details (RFC 9457) with a stable code. <see cref="ProblemWriter"/> writes them.</summary>
internal static class Problem
{
    /// <summary>The member that tells problems apart.</summary>
    public const string Code = "code";

    /// <summary>What a caller is told to wait who can try again and is told nothing else, in seconds.</summary>
    public const string RetryAfter = "1";

    /// <summary>An error answer with that code, and what else its caller needs to know.</summary>
    public static ProblemHttpResult Of(int status, string code, string title, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var problem = new ProblemDetails { Type = "about:blank", Title = title, Status = status, Extensions = { [Code] = code } };
        foreach (var (name, value) in members)
        {
            problem.Extensions[name] = value;
        }

        return TypedResults.Problem(problem);
    }

    /// <summary>Valid JSON that makes no sense, by field.</summary>
    public static ProblemHttpResult Invalid(params IEnumerable<Fault> faults) => Of(
        StatusCodes.Status422UnprocessableEntity, "validation_failed", "Some field makes no sense.", Errors(faults));

    /// <summary>One field that makes no sense.</summary>
    public static ProblemHttpResult Invalid(string field, string reason) => Invalid(new Fault(field, reason));

    /// <summary>The member that names what is wrong by field.</summary>
    public static (string Name, object Value) Errors(params IEnumerable<Fault> faults) => ("errors", faults
        .GroupBy(fault => fault.Field, fault => fault.Reason)
        .ToDictionary(field => field.Key, field => field.ToArray()));

    /// <summary>A request that cannot be read.</summary>
    public static ProblemHttpResult Malformed(string title) => Of(StatusCodes.Status400BadRequest, "malformed_request", title);

    /// <summary>A token that is not accepted, and why.</summary>
    public static ProblemHttpResult Unauthorized(string reason)
    {
        var problem = OfStatus(StatusCodes.Status401Unauthorized);
        problem.ProblemDetails.Detail = reason;
        return problem;
    }

    /// <summary>One caller asks more often than is allowed; nothing of the request was done.</summary>
    public static ProblemHttpResult RateLimited() => OfStatus(StatusCodes.Status429TooManyRequests);

    /// <summary>A bound was reached; nothing of the request was done.</summary>
    public static ProblemHttpResult Overloaded(params ReadOnlySpan<(string Name, object? Value)> members) =>
        Of(StatusCodes.Status503ServiceUnavailable, "overloaded", "Too much at once; repeat later with the same key.", members);

    /// <summary>The answer where nothing more is known than the status.</summary>
    public static ProblemHttpResult OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Of(status, "unauthorized", "A valid bearer token is needed."),
        StatusCodes.Status403Forbidden => Of(status, "forbidden", "The token does not allow this."),
        StatusCodes.Status404NotFound => Of(status, "not_found", "There is nothing here."),
        StatusCodes.Status405MethodNotAllowed => Of(status, "method_not_allowed", "The method is not allowed here."),
        StatusCodes.Status408RequestTimeout => Of(status, "request_timeout", "The request came too slowly."),
        StatusCodes.Status411LengthRequired => Of(status, "length_required", "The length of the body is needed."),
        StatusCodes.Status412PreconditionFailed => Of(
            status, "precondition_failed", "It is not as If-Match or If-None-Match says; nothing was changed."),
        StatusCodes.Status413PayloadTooLarge => Of(status, "payload_too_large", "The body is too large."),
        StatusCodes.Status414UriTooLong => Of(status, "uri_too_long", "The address is too long."),
        StatusCodes.Status415UnsupportedMediaType => Of(status, "unsupported_media_type", "The content type is not supported here."),
        StatusCodes.Status429TooManyRequests => Of(status, "rate_limited", "You ask too often; repeat later."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => Of(status, "headers_too_large", "The headers are too large."),
        StatusCodes.Status503ServiceUnavailable => Of(status, "unavailable", "Repeat later with the same key."),
        >= 500 => Of(status, "internal", "Something went wrong here."),
        _ => Of(status, "malformed_request", "The request cannot be read."),
    };
}

/// <summary>Ends a request that cannot be read, from where its parts are read.</summary>
internal sealed class ProblemException(ProblemHttpResult problem) : Exception
{
    public ProblemHttpResult Problem { get; } = problem;
}
