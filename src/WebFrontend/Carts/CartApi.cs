using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>The cart of the caller.</summary>
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

    private static async Task<Results<Ok<CartView>, Problem>> Add(JsonBody<AddRequest> body, Caller caller, IGrainFactory grains, HttpContext context)
    {
        if (body.Value is not { Sku: { } sku })
        {
            return Problem.Invalid("sku", "A sku is needed.");
        }

        return body.Value.Quantity is not (>= 1 and <= Bounds.MaximumLineQuantity and var quantity)
            ? Problem.Invalid("quantity", $"A quantity is 1 to {Bounds.MaximumLineQuantity}.")
            : !sku.CanBeId() ? CartRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: sku))
            : Answer(await Cart(caller, grains).Add(sku, quantity), context);
    }

    private static async Task<Results<Ok<CartView>, Problem>> Set(
        string sku, JsonBody<QuantityRequest> body, Caller caller, IGrainFactory grains, HttpContext context)
    {
        _ = sku; // Named for the document; see LastSegment.
        var wanted = context.LastSegment();
        return body.Value.Quantity is not (>= 0 and <= Bounds.MaximumLineQuantity and var quantity)
            ? Problem.Invalid("quantity", $"A quantity is 0 to {Bounds.MaximumLineQuantity}.")
            : !wanted.CanBeId() ? CartRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: wanted))
            : Answer(await Cart(caller, grains).SetQuantity(wanted, quantity), context);
    }

    private static Results<Ok<CartView>, Problem> Answer(Outcome<CartView, CartRefusal> outcome, HttpContext context)
    {
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem(outcome.Facts!);
        }

        context.Response.Headers.ETag = ETags.OfView(outcome.Value!);
        return TypedResults.Ok(outcome.Value);
    }

    private static ICartGrain Cart(Caller caller, IGrainFactory grains) => grains.GetGrain<ICartGrain>(caller.UserId);

    private sealed record AddRequest(string? Sku = null, int? Quantity = null);

    private sealed record QuantityRequest(int? Quantity = null);
}
