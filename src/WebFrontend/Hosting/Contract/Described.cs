using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ECommerce.WebFrontend;

/// <summary>What an endpoint says of itself in the OpenAPI document; the rest follows from its handler.</summary>
internal static class Described
{
    /// <summary>Says that every call may answer with problem details, and checks the query of each.</summary>
    public static RouteGroupBuilder WithContract(this RouteGroupBuilder group)
    {
        group.WithMetadata(new ProducesResponseTypeMetadata(
            StatusCodes.Status400BadRequest, typeof(ProblemSchema), ["application/problem+json"]));
        DeclaredQuery.Check(group);
        return group;
    }

    /// <summary>Names an operation for generated clients, for ever: a verb and a noun in camelCase.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string operationId, string summary) =>
        endpoint.WithName(operationId).WithSummary(summary);

    /// <summary>Says with which problems it may refuse, besides those that follow from its parameters.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params IEnumerable<ProblemHttpResult> problems) =>
        endpoint.WithMetadata(new Refusing([.. problems]));

    /// <inheritdoc cref="Refuses(RouteHandlerBuilder, IEnumerable{ProblemHttpResult})"/>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params WalletRefusal[] refusals) =>
        endpoint.Refuses(refusals.Select(refusal => refusal.ToProblem(Samples.Facts)));

    /// <inheritdoc cref="Refuses(RouteHandlerBuilder, IEnumerable{ProblemHttpResult})"/>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ProductRefusal[] refusals) =>
        endpoint.Refuses(refusals.Select(refusal => refusal.ToProblem(Samples.Facts)));

    /// <inheritdoc cref="Refuses(RouteHandlerBuilder, IEnumerable{ProblemHttpResult})"/>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params CampaignRefusal[] refusals) =>
        endpoint.Refuses(refusals.Select(refusal => refusal.ToProblem(Samples.Facts)));

    /// <inheritdoc cref="Refuses(RouteHandlerBuilder, IEnumerable{ProblemHttpResult})"/>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params CartRefusal[] refusals) =>
        endpoint.Refuses(refusals.Select(refusal => refusal.ToProblem(Samples.Facts)));

    /// <inheritdoc cref="Refuses(RouteHandlerBuilder, IEnumerable{ProblemHttpResult})"/>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params OrderRefusal[] refusals) =>
        endpoint.Refuses(refusals.Select(refusal => refusal.ToProblem(Samples.Facts)));

    /// <summary>Says that its answer has an ETag, and that a caller who has the answer already is told so.</summary>
    public static RouteHandlerBuilder HasETag(this RouteHandlerBuilder endpoint) => endpoint.Produces(StatusCodes.Status304NotModified);

    /// <summary>Says that it marks an answer that is the first one's again.</summary>
    public static RouteHandlerBuilder MarksReplays(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new ReplaysMarked());

    /// <summary>The problems of an operation of its own.</summary>
    internal sealed record Refusing(IReadOnlyList<ProblemHttpResult> Problems);

    /// <summary>Marks an endpoint whose repeated answers say so.</summary>
    internal sealed class ReplaysMarked;
}
