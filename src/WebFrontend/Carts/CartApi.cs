using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>The cart of the user who calls.</summary>
internal static class CartApi
{
    public static void MapCart(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("/cart").RequireAuthorization().WithTags("Cart");
        group.MapGet("", Get).Describe("getCart", "The cart with today's prices and stock.").Produces<CartView>().HasETag();
        group.MapDelete("", Clear).Describe("clearCart", "Removes everything.");
        group.MapPost("/items", Add).Describe("addCartItem", "Adds to the quantity of a variant.")
            .Refuses(CartRefusal.UnknownSku, CartRefusal.QuantityOutOfRange, CartRefusal.CartFull);
        group.MapPut("/items/{sku}", Set).Describe("setCartItem", "Sets the quantity of a variant; 0 removes it.")
            .Refuses(CartRefusal.UnknownSku, CartRefusal.QuantityOutOfRange, CartRefusal.CartFull);
        group.MapDelete("/items/{sku}", Remove).Describe("removeCartItem", "Removes a variant.").Refuses(CartRefusal.UnknownSku);
    }

    private static async Task<ReadyJson> Get(Caller caller, IGrainFactory grains)
    {
        var cart = await Cart(caller, grains).Get();
        return ReadyJson.Of(cart, ETags.Of(cart, caller.UserId));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Clear(Caller caller, IGrainFactory grains, Preconditions preconditions)
    {
        if (preconditions.OfCart(caller.UserId) is not { } asked)
        {
            await Cart(caller, grains).Clear();
            return TypedResults.NoContent();
        }

        var outcome = await Cart(caller, grains).Change(new ChangeCart(CartChange.Clear, "", 0, asked));
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts!) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> Add(
        JsonBody<AddRequest> body, Caller caller, IGrainFactory grains, Preconditions preconditions, HttpContext context)
    {
        var (sku, quantity) = (body.Value.Sku.ToNormalForm(), body.Value.Quantity);
        return !sku.CanBeId() ? CartRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: sku))
            : Answer(preconditions.OfCart(caller.UserId) is { } asked
                ? await Cart(caller, grains).Change(new ChangeCart(CartChange.Add, sku, quantity, asked))
                : await Cart(caller, grains).Add(sku, quantity), caller, context);
    }

    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> Set(
        string sku, JsonBody<QuantityRequest> body, Caller caller, IGrainFactory grains, Preconditions preconditions, HttpContext context) =>
        await SetQuantity(body.Value.Quantity, caller, grains, preconditions, context);

    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> Remove(
        string sku, Caller caller, IGrainFactory grains, Preconditions preconditions, HttpContext context) =>
        await SetQuantity(0, caller, grains, preconditions, context);

    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> SetQuantity(
        int quantity, Caller caller, IGrainFactory grains, Preconditions preconditions, HttpContext context)
    {
        // The route's parameter only names the segment in the OpenAPI document.
        var sku = context.LastSegment();
        return !sku.CanBeId() ? CartRefusal.UnknownSku.ToProblem(new RefusalFacts(Sku: sku))
            : Answer(preconditions.OfCart(caller.UserId) is { } asked
                ? await Cart(caller, grains).Change(new ChangeCart(CartChange.SetQuantity, sku, quantity, asked))
                : await Cart(caller, grains).SetQuantity(sku, quantity), caller, context);
    }

    private static Results<Ok<CartView>, ProblemHttpResult> Answer(Outcome<CartView, CartRefusal> outcome, Caller caller, HttpContext context)
    {
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToProblem(outcome.Facts!);
        }

        context.Response.Headers.ETag = ETags.Of(outcome.Value!, caller.UserId);
        return TypedResults.Ok(outcome.Value);
    }

    private static ICartGrain Cart(Caller caller, IGrainFactory grains) => grains.Grain<ICartGrain>(caller.UserId);

    internal sealed record AddRequest(
        [property: StatedLength(Bounds.MaximumIdLength, MinimumLength = 1), StatedForm(StatedFormAttribute.Sku)] string Sku,
        [property: Between(1, Bounds.MaximumLineQuantity)] int Quantity);

    internal sealed record QuantityRequest([property: Between(0, Bounds.MaximumLineQuantity)] int Quantity);
}
