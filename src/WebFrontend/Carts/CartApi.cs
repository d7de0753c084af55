using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>The cart of the user who calls.</summary>
internal static class CartApi
{
    public static void MapCart(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("/cart").RequireAuthorization().WithTags("Cart");
        group.MapGet("", Get);
        group.MapDelete("", Clear);
        group.MapPost("/items", Add);
        group.MapPut("/items/{sku}", Set);
        group.MapDelete("/items/{sku}", Remove);
    }

    private static async Task<Results<Ok<CartView>, StatusCodeHttpResult>> Get(Caller caller, IGrainFactory grains, HttpContext context)
    {
        var cart = await Cart(caller, grains).Get();
        return ETags.Matches(context, ETags.OfView(cart)) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(cart);
    }

    private static async Task<NoContent> Clear(Caller caller, IGrainFactory grains)
    {
        await Cart(caller, grains).Clear();
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> Add(JsonBody<AddRequest> body, Caller caller, IGrainFactory grains, HttpContext context)
    {
        var (sku, quantity) = body.Value;
        return sku.CanBeId()
            ? Answer(await Cart(caller, grains).Add(sku, quantity), context)
            : CartRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: sku));
    }

    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> Set(
        string sku, JsonBody<QuantityRequest> body, Caller caller, IGrainFactory grains, HttpContext context) =>
        await SetQuantity(body.Value.Quantity, caller, grains, context);

    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> Remove(string sku, Caller caller, IGrainFactory grains, HttpContext context) =>
        await SetQuantity(0, caller, grains, context);

    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> SetQuantity(
        int quantity, Caller caller, IGrainFactory grains, HttpContext context)
    {
        // The route's parameter only names the segment in the OpenAPI document.
        var sku = context.LastSegment();
        return sku.CanBeId()
            ? Answer(await Cart(caller, grains).SetQuantity(sku, quantity), context)
            : CartRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: sku));
    }

    private static Results<Ok<CartView>, ProblemHttpResult> Answer(Outcome<CartView, CartRefusal> outcome, HttpContext context)
    {
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem(outcome.Facts!);
        }

        context.Response.Headers.ETag = ETags.OfView(outcome.Value!);
        return TypedResults.Ok(outcome.Value);
    }

    private static ICartGrain Cart(Caller caller, IGrainFactory grains) => grains.Grain<ICartGrain>(caller.UserId);

    private sealed record AddRequest(string Sku, [property: Between(1, Bounds.MaximumLineQuantity)] int Quantity);

    private sealed record QuantityRequest([property: Between(0, Bounds.MaximumLineQuantity)] int Quantity);
}
