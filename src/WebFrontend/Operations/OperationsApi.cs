using System.Globalization;
using ECommerce.WebFrontend.Import;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace ECommerce.WebFrontend;

/// <summary>What an operator does: role admin.</summary>
internal static class OperationsApi
{
    private const decimal MaximumWonPerUnit = 1_000_000;

    public static void MapOperations(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("/admin").RequireAuthorization(ShopAuthentication.Admin).WithTags("Operation");
        group.MapPut("/products/{id}", SaveProduct);
        group.MapPost("/products/import", Import)
            .Accepts<string>("text/csv")
            .WithMetadata(new RequestSizeLimitAttribute(FrontendBounds.Import));
        group.MapPost("/stock/{sku}", AdjustStock);
        group.MapPut("/campaigns/{id}", SaveCampaign);
        group.MapGet("/audit", async (IGrainFactory grains) => TypedResults.Ok(await Operations(grains).Audit()));
        group.MapGet("/payment-stream", async (IGrainFactory grains) => TypedResults.Ok(await Operations(grains).PaymentStream()));
        group.MapPost("/payment-stream/replay", Replay);
        group.MapPost("/payment-stream/parked/retry", async (IGrainFactory grains) =>
            TypedResults.Accepted("/v1/admin/payment-stream", await Operations(grains).RetryParkedPayments()));
    }

    private static async Task<Results<Ok<ProductView>, Created<ProductView>, Problem>> SaveProduct(
        string id, JsonBody<ProductRequest> body, IGrainFactory grains, ProductLists lists)
    {
        if (body.Value.Read(out var command) is { } invalid)
        {
            return invalid;
        }

        var outcome = await grains.GetGrain<IProductGrain>(id).Save(command!);
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem(outcome.Facts!);
        }

        await lists.Refresh();
        return outcome.Value!.Created
            ? TypedResults.Created($"/v1/products/{Uri.EscapeDataString(id)}", outcome.Value.Product)
            : TypedResults.Ok(outcome.Value.Product);
    }

    private static async Task<Results<Ok<ImportResult>, Problem>> Import(
        HttpRequest request, IGrainFactory grains, ProductLists lists, string? wonPerUnit = null)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase))
        {
            return Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType);
        }

        var rate = 1m;
        if (wonPerUnit is not null
            && (!decimal.TryParse(wonPerUnit, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate) || rate is <= 0 or > MaximumWonPerUnit))
        {
            return Problem.Invalid("wonPerUnit", $"More than 0 and at most {MaximumWonPerUnit} won.");
        }

        try
        {
            var result = await ProductImport.Run(
                request.Body, rate, (id, command) => grains.GetGrain<IProductGrain>(id).Save(command), request.HttpContext.RequestAborted);
            await lists.Refresh();
            return TypedResults.Ok(result);
        }
        catch (ImportFormatException exception)
        {
            return Problem.Malformed(exception.Message);
        }
    }

    private static async Task<Results<Ok<StockView>, Problem>> AdjustStock(
        string sku, JsonBody<StockRequest> body, IdempotencyKey key, Caller caller, IGrainFactory grains, HttpContext context, ProductLists lists)
    {
        _ = sku; // Named for the document; see LastSegment.
        if (body.Value.Delta is not (>= -Bounds.MaximumStock and <= Bounds.MaximumStock and var delta))
        {
            return Problem.Invalid("delta", $"A change is −{Bounds.MaximumStock} to {Bounds.MaximumStock} units.");
        }

        var wanted = context.LastSegment();
        if (!wanted.CanBeId() || await grains.GetGrain<ICatalogueGrain>(ICatalogueGrain.Key).ProductOf(wanted) is not { } productId)
        {
            return ProductRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: wanted));
        }

        var outcome = await grains.GetGrain<IProductGrain>(productId)
            .AdjustStock(new AdjustStock(Ids.StockAdjustment(caller.UserId, key.Value), wanted, delta));
        IdempotencyKey.MarkReplayed(context, outcome.Replayed);
        await lists.Refresh();
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts ?? new RefusalFacts()) : TypedResults.Ok(outcome.Value);
    }

    private static async Task<Results<Ok<CampaignView>, Created<CampaignView>, Problem>> SaveCampaign(
        string id, JsonBody<CampaignRequest> body, IGrainFactory grains)
    {
        if (body.Value.Read(out var command) is { } invalid)
        {
            return invalid;
        }

        var outcome = await grains.GetGrain<ICampaignGrain>(id).Save(command!);
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts)
            : outcome.Value!.Created ? TypedResults.Created($"/v1/campaigns/{Uri.EscapeDataString(id)}", outcome.Value.Campaign)
            : TypedResults.Ok(outcome.Value.Campaign);
    }

    private static async Task<Results<Accepted<ReplayView>, Problem>> Replay(JsonBody<ReplayRequest> body, IGrainFactory grains) =>
        body.Value.From is not { } from ? Problem.Invalid("from", "A time is needed.")
        : body.Value.To is not { } to || to <= from ? Problem.Invalid("to", "A time after 'from' is needed.")
        : TypedResults.Accepted("/v1/admin/payment-stream", await Operations(grains).ReplayPayments(from, to));

    private static IOperationsGrain Operations(IGrainFactory grains) => grains.GetGrain<IOperationsGrain>(IOperationsGrain.Key);

    private sealed record StockRequest(long? Delta = null);

    private sealed record ReplayRequest(DateTimeOffset? From = null, DateTimeOffset? To = null);
}
