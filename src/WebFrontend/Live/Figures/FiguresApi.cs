namespace ECommerce.WebFrontend;

/// <summary>The figures of the console, as they change.</summary>
internal static class FiguresApi
{
    /// <summary>The name of its events.</summary>
    public const string Event = "figures";

    public static void AddFigures(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CallFigures>();
        builder.Services.AddSingleton<FiguresReader>();
        builder.Services.AddSingleton<FiguresFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FiguresFeed>());
    }

    public static void MapFigures(this RouteGroupBuilder admin) => admin.MapGet("/live", Follow)
        .Describe("followFigures", "Follows what an operator watches: sales, calls, campaigns, the payment stream and silos, once a second, as server-sent events.")
        .Produces<string>(StatusCodes.Status200OK, EventStreams.ContentType)
        .AddOpenApiOperationTransformer(LiveDocument.DescribeFigures);

    private static Task<IResult> Follow(HttpContext context, FiguresFeed feed, EventStreams streams) => streams.InPlace(context, async () =>
    {
        if (feed.Watch() is not { } change)
        {
            return Problem.Overloaded();
        }

        try
        {
            await streams.Send(context, change, feed.News);
        }
        finally
        {
            feed.Leave(change);
        }

        return Results.Empty;
    });
}
