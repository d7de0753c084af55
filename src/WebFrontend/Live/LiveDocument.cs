using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ECommerce.WebFrontend;

/// <summary>What the OpenAPI document says of event streams. Their data is in docs/live-events/asyncapi.json.</summary>
internal static class LiveDocument
{
    private const string Ends =
        " A stream ends after some minutes, and at once when its process is stopped; whoever is there comes again after `retry`. Lines with `:` alone tell that it lives.";

    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 4, 5, TimeSpan.Zero);

    private static readonly (string Event, string? Id, object Data)[] Sample =
    [
        ("product", "Wq3x0d7A--------", new LiveProduct("cotton-tee", SoldOut: false, [new("TEE-BLACK-M", 12)])),
        ("campaign", "Wq3x0d7A9fK_2.bQ", new LiveCampaign("spring", Quantity: 100, Remaining: 42, At, At.AddDays(30))),
    ];

    private static readonly (string Event, string? Id, object Data)[] SampleFigures =
    [
        (FiguresApi.Event, null, new LiveFigures(
            At,
            new("shop-1-4711", CallsPerSecond: 812.4, ClaimsPerSecond: 96.1, P50: 4.2, P99: 31, [new(200, 700), new(201, 101), new(409, 11.4)], [new("campaign_sold_out", 11.4)], Streams: 240),
            new SalesView(Orders: 318, Revenue: 14_213_000, Refunded: 58_000),
            [new("spring", "Spring welcome", Quantity: 100, Issued: 58, Remaining: 42, At.AddMinutes(-1), At.AddDays(30), PerSecond: 6, At.AddSeconds(7), Paused: null)],
            new(Pending: 3, OldestSeconds: 0.2, Parked: 0, Published: 1_204, PublishedPerSecond: 12.5),
            [new("silo-1", "active", Activations: 2_031)],
            new(Ok: true, []))),
    ];

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Description = "For anybody. An event `product` or `campaign` for each name as it is now, then one for each change; changes that follow fast on each other are one. "
            + "The id of an event stands for all that its reader knows of the names of this stream: sent as `Last-Event-ID` with the same names in the same order, to whichever "
            + "frontend, it leaves out what is still so. A product that is not on sale is sold out and has no variants; of a campaign that does not exist nothing is told." + Ends;
        foreach (var parameter in operation.Parameters!.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Query))
        {
            parameter.Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                MaxItems = LiveApi.MaximumNames,
                Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Bounds.MaximumIdLength },
            };
        }

        return Exemplify(operation, Sample);
    }

    public static Task DescribeFigures(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Description = "For operators. An event `figures` each second; a part that cannot be read just now is absent. `frontend` is of the frontend that answers, and counts from "
            + "when somebody began to look; all else is of the whole shop." + Ends;
        return Exemplify(operation, SampleFigures);
    }

    private static Task Exemplify(OpenApiOperation operation, (string Event, string? Id, object Data)[] events)
    {
        var text = new StringBuilder();
        foreach (var (name, id, data) in events)
        {
            text.Append($"event: {name}\ndata: {JsonSerializer.Serialize(data, HttpJson.Options)}\n{(id is null ? "" : $"id: {id}\n")}\n");
        }

        operation.Responses!["200"].Content![EventStreams.ContentType].Example = JsonValue.Create(text.ToString());
        return Task.CompletedTask;
    }
}
