using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>Products and campaigns as they change, for anybody.</summary>
internal static class LiveApi
{
    /// <summary>The most names that one stream follows.</summary>
    public const int MaximumNames = 50;

    private const string Names = "Given more than once: each of them. All names together are 1 to 50.";

    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EventStreams>();
        builder.Services.AddSingleton<LiveFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LiveFeed>());
        builder.AddFigures();
    }

    public static void MapLive(this RouteGroupBuilder v1) => v1.MapGet("/live", Follow)
        .WithTags("Live")
        .Describe("followLive", "Follows stock and coupons that are left: first as they are, then each change, as server-sent events.")
        .Produces<string>(StatusCodes.Status200OK, EventStreams.ContentType)
        .AddOpenApiOperationTransformer(LiveDocument.Describe);

    private static async Task<IResult> Follow(
        HttpContext context, LiveFeed feed, EventStreams streams,
        [FromQuery(Name = "product"), Description("Ids of products. " + Names)] string[]? products = null,
        [FromQuery(Name = "campaign"), Description("Ids of campaigns. " + Names)] string[]? campaigns = null,
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that the caller has of the same names: what has not changed since is not sent again.")] string? lastEventId = null)
    {
        var names = Of(LiveKind.Product, products).Concat(Of(LiveKind.Campaign, campaigns)).Distinct().ToList();
        if (names.Count is 0 or > MaximumNames)
        {
            return Problem.Invalid(products is { Length: > 0 } ? "product" : "campaign", $"and the others are not 1 to {MaximumNames} names together");
        }

        return await streams.InPlace(context, async () =>
        {
            // What can be no id is followed by nobody, and has no state.
            var stream = feed.Follow([.. names.Where(name => name.Id.CanBeId())], lastEventId);
            try
            {
                await streams.Send(context, stream.Change, stream.News);
            }
            finally
            {
                feed.Leave(stream);
            }

            return Results.Empty;
        });
    }

    private static IEnumerable<LiveName> Of(LiveKind kind, string[]? ids) => (ids ?? []).Select(id => new LiveName(kind, id.ToNormalForm()));
}
