using System.ComponentModel;
using ECommerce.WebFrontend.Exports;
using ECommerce.WebFrontend.Import;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>What an operator does: role admin.</summary>
internal static class OperationsApi
{
    public static void MapOperations(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("/admin").RequireAuthorization(ShopAuthentication.Admin).WithTags("Operation");
        group.AddEndpointFilter((call, next) =>
        {
            Actor.Is(Caller.UserIdOf(call.HttpContext)!);
            return next(call);
        });
        group.MapPut("/products/{id}", SaveProduct).Describe("saveProduct", "Creates or replaces a product; stock counts only where a variant is new.")
            .Refuses(ProductRefusal.SkuTaken);
        group.MapProductsOfAnyStatus();
        group.MapImport();
        group.MapPost("/stock/{sku}", AdjustStock).Describe("adjustStock", "Adds to or takes from the stock of a variant.")
            .Refuses(ProductRefusal.UnknownSku, ProductRefusal.NegativeStock);
        group.MapPut("/campaigns/{id}", SaveCampaign).Describe("saveCampaign", "Creates or replaces a campaign; issued coupons keep their terms.")
            .Refuses(CampaignRefusal.QuantityBelowIssued);
        group.MapOperatorsCancellation();
        group.MapOrdersDesk();
        group.MapUsersDesk();
        group.MapCampaignsDesk();
        group.MapGet("/audit", Audit).Describe("auditBooks", "Checks the books in one snapshot; with a mark, what came since.");
        group.MapGet("/payment-stream", async (IGrainFactory grains) => TypedResults.Ok(await Operations(grains).PaymentStream()))
            .Describe("getPaymentStream", "How far the payment stream is.");
        group.MapFigures();
        group.MapAdminLog();
        group.MapExports();
        group.MapPost("/payment-stream/replay", Replay).Describe("replayPayments", "Publishes the payments of a time again, with the same ids.");
        group.MapPost("/payment-stream/parked/retry", async (IGrainFactory grains) =>
            TypedResults.Accepted("/v1/admin/payment-stream", await Operations(grains).RetryParkedPayments()))
            .Describe("retryParkedPayments", "Puts parked events back into the stream.");
    }

    private static async Task<Results<Ok<AuditView>, ProblemHttpResult>> Audit(IGrainFactory grains, [AsParameters] AuditQuery query) =>
        query.Since is null ? TypedResults.Ok(await Operations(grains).Audit())
        : AuditMark.Parse(query.Since) is { } since ? TypedResults.Ok(await Operations(grains).AuditSince(since.ToString()))
        : Problem.Invalid("since", "is not the mark of an audit");

    private static async Task<Results<Ok<ProductView>, Created<ProductView>, ProblemHttpResult>> SaveProduct(
        string id, JsonBody<SaveProduct> body, Preconditions preconditions, IGrainFactory grains, ProductLists lists, HttpContext context)
    {
        var command = ProductRules.Normal(body.Value);
        if (ProductRules.Of(id, command) is { Count: > 0 } faults)
        {
            return Problem.Invalid(faults);
        }

        var product = grains.Grain<IProductGrain>(id);
        var outcome = preconditions.Asked is { } asked ? await product.SaveIf(command, asked) : await product.Save(command);
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem(outcome.Facts);
        }

        await lists.Refresh();
        context.Response.Headers.ETag = ETags.Of(outcome.Value!.Product);
        return outcome.Value.Created
            ? TypedResults.Created(PathOf(outcome.Value.Product), outcome.Value.Product)
            : TypedResults.Ok(outcome.Value.Product);
    }

    // Shoppers, and those who know only their path, meet active products.
    private static string PathOf(ProductView product) =>
        (product.Status == ProductStatus.Active ? "/v1/products/" : "/v1/admin/products/") + Uri.EscapeDataString(product.Id);

    private static async Task<Results<Ok<StockView>, ProblemHttpResult>> AdjustStock(
        string sku, IdempotencyKey key, JsonBody<StockRequest> body, Caller caller, IGrainFactory grains, HttpContext context, ProductLists lists)
    {
        // The parameter only names the segment in the OpenAPI document.
        sku = context.LastSegment();
        if (!sku.CanBeId() || await grains.Grain<ICatalogueGrain>(ICatalogueGrain.Key).ProductOf(sku) is not { } productId)
        {
            return ProductRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: sku));
        }

        var outcome = await grains.Grain<IProductGrain>(productId)
            .AdjustStock(new AdjustStock(Ids.StockAdjustment(caller.UserId, key.Value), sku, body.Value.Delta));
        IdempotencyKey.MarkReplayed(context, outcome.Replayed);
        await lists.Refresh();
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts) : TypedResults.Ok(outcome.Value);
    }

    private static async Task<Results<Ok<CampaignView>, Created<CampaignView>, ProblemHttpResult>> SaveCampaign(
        string id, JsonBody<SaveCampaign> body, Preconditions preconditions, IGrainFactory grains, HttpContext context)
    {
        if (CampaignRules.Of(id, body.Value) is { Count: > 0 } faults)
        {
            return Problem.Invalid(faults);
        }

        var campaign = grains.Grain<ICampaignGrain>(id);
        var outcome = preconditions.Asked is { } asked ? await campaign.SaveIf(body.Value, asked) : await campaign.Save(body.Value);
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem(outcome.Facts);
        }

        context.Response.Headers.ETag = ETags.Of(outcome.Value!.Campaign);
        return outcome.Value.Created
            ? TypedResults.Created($"/v1/campaigns/{Uri.EscapeDataString(id)}", outcome.Value.Campaign)
            : TypedResults.Ok(outcome.Value.Campaign);
    }

    private static async Task<Results<Accepted<ReplayView>, ProblemHttpResult>> Replay(JsonBody<ReplayRequest> body, IGrainFactory grains) =>
        Period.Refuse(body.Value.From, body.Value.To) is { } refused
            ? refused
            : TypedResults.Accepted("/v1/admin/payment-stream", await Operations(grains).ReplayPayments(body.Value.From, body.Value.To));

    private static IOperationsGrain Operations(IGrainFactory grains) => grains.Grain<IOperationsGrain>(IOperationsGrain.Key);

    internal sealed record AuditQuery(
        [property: FromQuery(Name = "since"), Text(0, AuditMark.MaximumLength), Description("The `mark` of an earlier audit. Without it everything is checked.")]
        string? Since = null);

    internal sealed record StockRequest([property: Between(-Bounds.MaximumStock, Bounds.MaximumStock)] long Delta);

    internal sealed record ReplayRequest(DateTimeOffset From, DateTimeOffset To);
}
