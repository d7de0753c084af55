using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>
/// A JSON body. What is no JSON in UTF-8 answers 400; JSON of another shape answers 422 with the field; another content type 415.
/// No body at all is an empty object: some calls need nothing more.
/// </summary>
internal sealed record JsonBody<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly JsonDocumentOptions Document = new() { MaxDepth = ViewJson.Options.MaxDepth, AllowDuplicateProperties = false };

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context)
    {
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        if (!hasBody)
        {
            return new JsonBody<T>(Parse("{}"u8.ToArray()));
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException(Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return new JsonBody<T>(Parse(body));
            }

            context.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
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
            return document.Deserialize<T>(ViewJson.Options)
                ?? throw new ProblemException(Problem.Invalid("$", "An object is needed."));
        }
        catch (JsonException exception)
        {
            throw new ProblemException(Problem.Invalid(Field(exception.Path), "The value is missing or has the wrong type."));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate behind a \u escape: JSON, but no text.
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

    private static string Field(string? path) => path is null or "$" ? "$" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;
}
