using System.Reflection;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>
/// A JSON body. What is not JSON in UTF-8 answers 400; JSON that is not this type, or breaks a rule on its members, answers 422
/// with every fault, those of the query as well; another content type answers 415. No body at all, or one without a byte, is an empty
/// object: some calls need nothing more.
/// </summary>
internal sealed record JsonBody<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly JsonDocumentOptions Document = new() { MaxDepth = HttpJson.Options.MaxDepth };
    private static readonly JsonShape Shape = JsonShape.Of<T>();

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
        builder.Metadata.Add(new FaultsAreToldByTheHandler());
    }

    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        if (JsonBody.IsThere(context))
        {
            await JsonBody.Read(context, body);
        }

        return new JsonBody<T>(Parse(body.Length == 0 ? "{}"u8.ToArray() : body.GetBuffer().AsMemory(0, (int)body.Length), context));
    }

    private static T Parse(ReadOnlyMemory<byte> body, HttpContext context)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw new ProblemException(Problem.Malformed("The body is not UTF-8."));
        }

        using var document = ParseDocument(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
        try
        {
            List<Fault> faults = [.. DeclaredQuery.FaultsOf(context), .. Shape.FaultsOf(document.RootElement)];
            return faults.Count > 0
                ? throw new ProblemException(Problem.Invalid(faults))
                : document.Deserialize<T>(HttpJson.Options)!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate behind a \u escape is JSON, but not text.
            throw new ProblemException(Problem.Malformed("Some text is not Unicode."));
        }
    }

    private static JsonDocument ParseDocument(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Document);
        }
        catch (JsonException)
        {
            throw new ProblemException(Problem.Malformed("The body is not JSON, or is nested too deeply."));
        }
    }
}

/// <summary>Bodies, whatever is expected in them.</summary>
internal static class JsonBody
{
    /// <summary>False: the request has no body, which is known without reading.</summary>
    public static bool IsThere(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    /// <summary>Reads a body, which is JSON unless it turns out to be empty.</summary>
    public static async Task Read(HttpContext context, MemoryStream body)
    {
        if (IsJson(context.Request.ContentType))
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        else if (context.Request.ContentLength is not null || await context.Request.Body.ReadAsync(new byte[1], context.RequestAborted) > 0)
        {
            throw new ProblemException(Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType));
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}

/// <summary>The body of a call that takes none: <c>{}</c> at most.</summary>
internal sealed record NoMembers;

/// <summary>Marks an endpoint whose handler, or its body, tells the faults of the query with its own.</summary>
internal sealed class FaultsAreToldByTheHandler;
