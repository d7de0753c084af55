using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ECommerce.WebFrontend;

/// <summary>Operations of the OpenAPI document: what the generator does not see of headers, problems and examples.</summary>
internal static class DocumentedOperations
{
    private const string ProblemType = "application/problem+json";
    private const string Json = "application/json";

    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isTagged = operation.Responses!.ContainsKey("304");
        var isConditional = metadata.OfType<Preconditions.Heard>().Any();
        operation.Description ??= DescriptionOf(metadata, isTagged, isConditional);
        DescribeParameters(operation, metadata);
        DescribeHeaders(operation, metadata, isTagged, isConditional);
        DescribeProblems(operation, context.Document!, ProblemsOf(operation, metadata, isConditional));
        DescribeSamples(operation, context.Description);
        if (!IsProtected(metadata))
        {
            operation.Security = [];
        }
    }

    private static bool IsProtected(IList<object> metadata) => metadata.OfType<IAuthorizeData>().Any();

    private static bool IsOperators(IList<object> metadata) => metadata.OfType<IAuthorizeData>().Any(it => it.Policy is not null);

    private static bool NeedsKey(IList<object> metadata) => metadata.OfType<IdempotencyKey.Needed>().Any();

    private static bool IsKeyed(IList<object> metadata) => NeedsKey(metadata) || metadata.OfType<IdempotencyKey.Heard>().Any();

    /// <summary>Who may call, and how the call deals with what came before.</summary>
    private static string DescriptionOf(IList<object> metadata, bool isTagged, bool isConditional) =>
        (IsOperators(metadata) ? "For operators." : IsProtected(metadata) ? "For the user who calls." : "For anybody.")
        + (IsKeyed(metadata) ? " A repeat with the same `Idempotency-Key` answers as the first did." : "")
        + (isConditional ? " With `If-Match` it is done only if nothing was changed since." : "")
        + (metadata.OfType<WaitingRoomTicket.Heard>().Any()
            ? " Beyond the rate of a waiting room the call is answered 503 `overloaded` with `place`, `expectedWaitSeconds` and `ticket`: repeat it after"
                + $" `Retry-After` with the ticket in `{WaitingRoomTicket.Header}`."
            : "")
        + (isTagged ? " With the `ETag` of an answer in `If-None-Match`, it is sent again only when it has changed." : "");

    private static void DescribeParameters(OpenApiOperation operation, IList<object> metadata)
    {
        var query = metadata.OfType<DeclaredQuery>().Single();
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            var schema = (OpenApiSchema)parameter.Schema!;
            schema.Type &= ~JsonSchemaType.Null;
            if (parameter.In == ParameterLocation.Path)
            {
                (schema.MinLength, schema.MaxLength) = (1, Bounds.MaximumIdLength);
            }

            var attributes = query.AttributesOf(parameter.Name!);
            parameter.Description ??= attributes.OfType<DescriptionAttribute>().SingleOrDefault()?.Description;
            if (attributes.OfType<OneOfAttribute>().SingleOrDefault() is { } oneOf)
            {
                schema.Enum = [.. oneOf.Values.Select(value => JsonValue.Create((string)value!))];
            }

            if (attributes.OfType<DefaultValueAttribute>().SingleOrDefault() is { } byDefault)
            {
                schema.Default = JsonSerializer.SerializeToNode(byDefault.Value);
            }
        }
    }

    private static void DescribeHeaders(OpenApiOperation operation, IList<object> metadata, bool isTagged, bool isConditional)
    {
        if (IsKeyed(metadata))
        {
            AddParameter(
                operation, IdempotencyKey.Header, "1 to 128 visible ASCII characters, quoted or not. A repeat with the same key answers as the first did.",
                IdempotencyKey.Schema, isRequired: NeedsKey(metadata));
        }

        if (metadata.OfType<WaitingRoomTicket.Heard>().Any())
        {
            AddParameter(
                operation, WaitingRoomTicket.Header, "The `ticket` of the last answer, where there was one. One that is not this user's, or of another campaign, counts as none.",
                WaitingRoomTicket.Schema);
        }

        if (isConditional)
        {
            AddParameter(operation, "If-Match", "ETags of which one must be that of what is changed; `*`: it must exist.");
            AddParameter(operation, "If-None-Match", "`*`: what is changed must not exist.");
        }
        else if (isTagged)
        {
            AddParameter(operation, "If-None-Match", "The ETag of the answer that the caller has: 304 when it still holds.");
        }

        foreach (var (status, response) in operation.Responses!.Select(it => (it.Key, Response: (OpenApiResponse)it.Value)))
        {
            if (status[0] is '2' or '3' && status != "204" && (isTagged || isConditional))
            {
                AddHeader(response, "ETag", "Changes with the answer.");
            }

            if (status is "201" or "202")
            {
                AddHeader(response, "Location", "Where the answer can be read again.");
            }

            if (status[0] == '2' && metadata.OfType<Described.ReplaysMarked>().Any())
            {
                AddHeader(response, "Idempotent-Replayed", "`true` when this is the answer of the first call again.");
            }
        }
    }

    private static IReadOnlyList<ProblemHttpResult> ProblemsOf(OpenApiOperation operation, IList<object> metadata, bool isConditional)
    {
        var hasBody = operation.RequestBody is not null;
        return
        [
            Problem.Malformed("The request cannot be read."),
            .. NeedsKey(metadata) ? (ProblemHttpResult[])[IdempotencyKey.Missing()] : [],
            .. IsKeyed(metadata) ? (ProblemHttpResult[])[WalletRefusal.IdempotencyKeyReused.ToProblem()] : [],
            .. IsProtected(metadata) ? (ProblemHttpResult[])[Problem.OfStatus(401)] : [],
            .. IsOperators(metadata) ? (ProblemHttpResult[])[Problem.OfStatus(403)] : [],
            .. isConditional ? (ProblemHttpResult[])[Problem.OfStatus(412)] : [],
            .. hasBody ? (ProblemHttpResult[])[Problem.OfStatus(413), Problem.OfStatus(415)] : [],
            Problem.Invalid("color", "is not known here"),
            .. metadata.OfType<Described.Refusing>().SelectMany(it => it.Problems),
            Problem.OfStatus(429), Problem.OfStatus(500), Problem.Overloaded(), Problem.OfStatus(503),
        ];
    }

    /// <summary>
    /// The problems of each status, with their codes and an example of each. Operations that have the same ones share a response. The
    /// group's 400 only brings the schema.
    /// </summary>
    private static void DescribeProblems(OpenApiOperation operation, OpenApiDocument document, IReadOnlyList<ProblemHttpResult> problems)
    {
        operation.Responses!.Remove("400", out var generic);
        var schema = generic!.Content![ProblemType].Schema!;
        var shared = (document.Components ??= new OpenApiComponents()).Responses ??= new Dictionary<string, IOpenApiResponse>();
        foreach (var status in problems.DistinctBy(CodeOf).GroupBy(problem => problem.StatusCode))
        {
            var name = string.Join('.', status.Select(CodeOf));
            shared.TryAdd(name, ResponseOf(status, schema));
            operation.Responses[status.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponseReference(name, document);
        }

        var ordered = operation.Responses.OrderBy(response => response.Key, StringComparer.Ordinal).ToList();
        operation.Responses.Clear();
        ordered.ForEach(response => operation.Responses.Add(response.Key, response.Value));
    }

    private static OpenApiResponse ResponseOf(IGrouping<int, ProblemHttpResult> status, IOpenApiSchema schema)
    {
        var response = new OpenApiResponse
        {
            Description = string.Join(", ", status.Select(problem => $"`{CodeOf(problem)}`")),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemType] = new() { Schema = schema, Examples = status.ToDictionary(CodeOf, problem => (IOpenApiExample)ExampleOf(problem)) },
            },
        };
        if (status.Key is 429 or 503)
        {
            AddHeader(response, "Retry-After", "Seconds to wait.");
        }

        return response;
    }

    private static string CodeOf(ProblemHttpResult problem) => (string)problem.ProblemDetails.Extensions[Problem.Code]!;

    private static OpenApiExample ExampleOf(ProblemHttpResult problem)
    {
        var example = JsonSerializer.SerializeToNode(problem.ProblemDetails, HttpJson.Options)!;
        example["traceId"] = Samples.TraceId;
        return new OpenApiExample { Summary = problem.ProblemDetails.Title, Value = example };
    }

    private static void DescribeSamples(OpenApiOperation operation, ApiDescription description)
    {
        if (operation.RequestBody?.Content is { } body && description.ParameterDescriptions.SingleOrDefault(it => it.Source.Id == "Body") is { } given)
        {
            foreach (var content in body.Values)
            {
                content.Example = Samples.Of(given.Type);
            }
        }

        foreach (var answer in description.SupportedResponseTypes)
        {
            if (answer.StatusCode < 300 && answer.Type is { } type
                && operation.Responses![answer.StatusCode.ToString(CultureInfo.InvariantCulture)].Content?.TryGetValue(Json, out var content) == true)
            {
                content.Example = Samples.Of(type);
            }
        }
    }

    private static void AddParameter(OpenApiOperation operation, string name, string description, OpenApiSchema? schema = null, bool isRequired = false) =>
        operation.Parameters = [.. operation.Parameters ?? [], new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = isRequired,
            Description = description,
            Schema = schema ?? new OpenApiSchema { Type = JsonSchemaType.String },
        }];

    private static void AddHeader(OpenApiResponse response, string name, string description)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }
}
