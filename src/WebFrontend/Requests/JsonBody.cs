using System.Reflection;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>
/// A JSON body. What is not JSON in UTF-8 answers 400; JSON that is not this type, or breaks a rule on its members, answers 422
/// with every fault; another content type answers 415. No body at all is an empty object: some calls need nothing more.
/// </summary>
internal sealed record JsonBody<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly JsonDocumentOptions Document = new() { MaxDepth = HttpJson.Options.MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonShape Shape = JsonShape.Of<T>();

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
        {
            return new JsonBody<T>(Parse("{}"u8.ToArray()));
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException(Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new JsonBody<T>(Parse(body.ToArray()));
    }

    private static T Parse(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            throw new ProblemException(Problem.Malformed("The body is not UTF-8."));
        }

        using var document = ParseDocument(body);
        try
        {
            return Shape.FaultsOf(document.RootElement) is { Count: > 0 } faults
                ? throw new ProblemException(Problem.Invalid(faults))
                : document.Deserialize<T>(HttpJson.Options)!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate behind a \u escape is JSON, but not text.
            throw new ProblemException(Problem.Malformed("Some text is not Unicode."));
        }
    }

    private static JsonDocument ParseDocument(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, Document);
        }
        catch (JsonException)
        {
            throw new ProblemException(Problem.Malformed("The body is not JSON, is nested too deeply, or names a field twice."));
        }
    }
}
