using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>The headers <c>If-Match</c> and <c>If-None-Match</c> of a change (RFC 9110): lists of ETags, or <c>*</c>.</summary>
/// <param name="Asked">What must hold; null: the caller asks for nothing.</param>
internal sealed record Preconditions(Precondition? Asked) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new Heard());

    public static ValueTask<Preconditions> BindAsync(HttpContext context)
    {
        var (match, noneMatch) = (context.Request.Headers.IfMatch, context.Request.Headers.IfNoneMatch);
        return ValueTask.FromResult(new Preconditions(match.Count == 0 && noneMatch.Count == 0
            ? null
            : new Precondition(Read(match, HeaderNames.IfMatch, allowWeak: false), Read(noneMatch, HeaderNames.IfNoneMatch, allowWeak: true))));
    }

    /// <summary>The same for the cart of a user.</summary>
    public Precondition? OfCart(string userId)
    {
        string[]? Own(IReadOnlyList<string>? tags) =>
            tags?.Select(tag => tag == Precondition.Any ? tag : ETags.DefinitionOfCart(tag, userId)).ToArray();
        return Asked is null ? null : new Precondition(Own(Asked.Match), Own(Asked.NoneMatch));
    }

    // A weak tag says that two answers are as good as the same, which is not enough to overwrite one.
    private static string[]? Read(StringValues header, string name, bool allowWeak) =>
        header.Count == 0 ? null
        : EntityTagHeaderValue.TryParseStrictList(header, out var tags)
            ? [.. tags.Where(tag => allowWeak || !tag.IsWeak).Select(Name)]
            : throw new ProblemException(Problem.Malformed($"{name} is a list of ETags in quotes, or *."));

    private static string Name(EntityTagHeaderValue tag) =>
        tag.Equals(EntityTagHeaderValue.Any) ? Precondition.Any
        : ETags.Definition(tag) is var definition && definition != Precondition.Any ? definition
        : "";

    /// <summary>Marks an endpoint that heeds these headers.</summary>
    internal sealed class Heard;
}
