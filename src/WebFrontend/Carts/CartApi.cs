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
        string sku, JsonBody<QuantityRequest> body, Caller caller, IGrainFactory grains, HttpContext context)
    {
        // The parameter only names the segment in the OpenAPI document.
        sku = context.LastSegment();
        return sku.CanBeId()
            ? Answer(await Cart(caller, grains).SetQuantity(sku, body.Value.Quantity), context)
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
