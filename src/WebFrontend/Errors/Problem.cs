using System.Diagnostics;
using System.Text.Json;

namespace ECommerce.WebFrontend;

/// <summary>An error answer: problem details (RFC 9457) with a stable code.</summary>
internal sealed class Problem : IResult
{
    private const string ContentType = "application/problem+json";
    private readonly Dictionary<string, object?> _members;

    private Problem(int status, string code, string title)
    {
        Status = status;
        _members = new() { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["code"] = code };
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>An error answer with that code.</summary>
    public static Problem Of(int status, string code, string title) => new(status, code, title);

    /// <summary>Valid JSON that makes no sense, by field.</summary>
    public static Problem Invalid(string field, string reason) =>
        Of(StatusCodes.Status422UnprocessableEntity, "validation_failed", "Some field makes no sense.")
            .With("errors", new Dictionary<string, string[]> { [field] = [reason] });

    /// <summary>A request that cannot be read.</summary>
    public static Problem Malformed(string title) => Of(StatusCodes.Status400BadRequest, "malformed_request", title);

    /// <summary>The answer where nothing more is known than the status.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Of(status, "unauthorized", "A valid bearer token is needed."),
        StatusCodes.Status403Forbidden => Of(status, "forbidden", "The token does not allow this."),
        StatusCodes.Status404NotFound => Of(status, "not_found", "There is nothing here."),
        StatusCodes.Status405MethodNotAllowed => Of(status, "method_not_allowed", "The method is not allowed here."),
        StatusCodes.Status413PayloadTooLarge => Of(status, "payload_too_large", "The body is too large."),
        StatusCodes.Status415UnsupportedMediaType => Of(status, "unsupported_media_type", "The content type is not supported here."),
        StatusCodes.Status429TooManyRequests => Of(status, "overloaded", "Too many requests; repeat later."),
        StatusCodes.Status503ServiceUnavailable => Of(status, "unavailable", "Repeat later with the same key."),
        >= 500 => Of(status, "internal", "Something went wrong here."),
        _ => Of(status, "malformed_request", "The request cannot be read."),
    };

    /// <summary>Adds a member.</summary>
    public Problem With(string name, object? value)
    {
        _members[name] = value;
        return this;
    }

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        if (Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = FrontendBounds.RetryAfter;
        }

        _members["traceId"] = Activity.Current?.Id ?? httpContext.TraceIdentifier;
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(_members, ViewJson.Options), httpContext.RequestAborted);
    }
}

/// <summary>Ends a request that cannot be read, from where its parts are read.</summary>
internal sealed class ProblemException(Problem problem) : Exception
{
    public Problem Problem { get; } = problem;
}
