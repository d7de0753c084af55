using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace ECommerce.WebFrontend;

/// <summary>The <c>Idempotency-Key</c> header: 1–128 visible ASCII characters, quoted or not.</summary>
internal sealed record IdempotencyKey(string Value) : IEndpointParameterMetadataProvider
{
    /// <summary>The header's name.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header of an answer that was given before.</summary>
    public const string Replayed = "Idempotent-Replayed";

    private const int MaximumLength = 128;

    /// <summary>What the header looks like, with quotes at most.</summary>
    public static OpenApiSchema Schema => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = MaximumLength + 2, Pattern = "^[!-~]+$" };

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new Needed());
        builder.Metadata.Add(new Described.ReplaysMarked());
    }

    public static ValueTask<IdempotencyKey> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new IdempotencyKey(Read(context) ?? throw new ProblemException(Missing())));

    // Null: there is none.
    private static string? Read(HttpContext context)
    {
        var header = context.Request.Headers[Header];
        if (header.Count == 0 || string.IsNullOrWhiteSpace(header[0]))
        {
            return null;
        }

        var key = header[0]!.Trim();
        if (key.Length >= 2 && key[0] == '"' && key[^1] == '"')
        {
            key = key[1..^1];
        }

        return header.Count == 1 && key.Length is > 0 and <= MaximumLength && key.All(c => c is > ' ' and <= '~') && key != "\""
            ? key
            : throw new ProblemException(Problem.Malformed($"{Header} is 1 to {MaximumLength} visible ASCII characters, once."));
    }

    /// <summary>The answer to a call without the header.</summary>
    public static ProblemHttpResult Missing() =>
        Problem.Of(StatusCodes.Status400BadRequest, "idempotency_key_required", $"The header {Header} is needed.");

    /// <summary>Marks an answer as the first one's, again.</summary>
    public static void MarkReplayed(HttpContext context, bool replayed)
    {
        if (replayed)
        {
            context.Response.Headers[Replayed] = "true";
        }
    }

    /// <summary>The header where it may be left out.</summary>
    internal sealed record Optional(string? Value) : IEndpointParameterMetadataProvider
    {
        public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
        {
            builder.Metadata.Add(new Heard());
            builder.Metadata.Add(new Described.ReplaysMarked());
        }

        public static ValueTask<Optional> BindAsync(HttpContext context) => ValueTask.FromResult(new Optional(Read(context)));
    }

    /// <summary>Marks an endpoint that needs the header.</summary>
    internal sealed class Needed;

    /// <summary>Marks an endpoint that knows a repeat by the header, and does without it.</summary>
    internal sealed class Heard;
}
