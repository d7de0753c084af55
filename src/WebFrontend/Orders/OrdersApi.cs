using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>The orders of the user who calls.</summary>
internal static class OrdersApi
{
    public static void MapOrders(this RouteGroupBuilder v1)
    {
        var group = v1.MapGroup("/orders").RequireAuthorization().WithTags("Orders");
        group.MapPost("", Place).Describe("placeOrder", "Places an order with today's prices; with a payment, places and pays it or does neither.")
            .Refuses(
                OrderRefusal.UnknownSku, OrderRefusal.CartEmpty, OrderRefusal.CouponNotFound, OrderRefusal.CouponExpired, OrderRefusal.CouponUsed,
                OrderRefusal.CouponNotApplicable, OrderRefusal.PriceChanged, OrderRefusal.SoldOut, OrderRefusal.InsufficientBalance);
        group.MapGet("", List).Describe("listOrders", "The user's orders, newest first.");
        group.MapGet("/{id}", Get).Describe("getOrder", "An order of the user.").Refuses(OrderRefusal.UnknownOrder);
        group.MapPost("/{id}/payment", Pay).Describe("payOrder", "Pays an order from the wallet; paying it again gives the same receipt.")
            .MarksReplays()
            .Refuses(
                OrderRefusal.UnknownOrder, OrderRefusal.AlreadyPaid, OrderRefusal.NotPayable, OrderRefusal.Expired, OrderRefusal.CouponNotFound,
                OrderRefusal.CouponExpired, OrderRefusal.CouponUsed, OrderRefusal.CouponNotApplicable, OrderRefusal.PriceChanged,
                OrderRefusal.SoldOut, OrderRefusal.InsufficientBalance);
        group.MapCancellation();
    }

    private static async Task<Results<Created<OrderView>, ProblemHttpResult>> Place(
        IdempotencyKey key, JsonBody<OrderRequest> body, Caller caller, IGrainFactory grains, HttpContext context)
    {
        if (body.Value.Refuse() is { } refused)
        {
            return refused;
        }

        var id = Ids.Order(caller.UserId, key.Value);
        var outcome = await Checkout(grains).Place(id, new PlaceOrder(caller.UserId, body.Value.ToLines(), body.Value.Payment?.Of(caller.UserId)));
        IdempotencyKey.MarkReplayed(context, outcome.Replayed);
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts) : TypedResults.Created($"/v1/orders/{id}", outcome.Value);
    }

    private static async Task<Ok<PagedList<OrderView>>> List(Caller caller, IGrainFactory grains, [AsParameters] PageQuery page) =>
        TypedResults.Ok((await grains.Grain<IOrderListGrain>(caller.UserId).Get(page.Before, page.Size)).ToPagedList(page));

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Get(string id, Caller caller, IGrainFactory grains) =>
        id.CanBeId() && await Checkout(grains).Get(id, caller.UserId) is { } order
            ? TypedResults.Ok(order)
            : OrderRefusal.UnknownOrder.ToProblem(null);

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Pay(
        string id, JsonBody<PaymentRequest> body, Caller caller, IGrainFactory grains, HttpContext context)
    {
        if (!id.CanBeId())
        {
            return OrderRefusal.UnknownOrder.ToProblem(null);
        }

        var outcome = await Checkout(grains).Pay(id, body.Value.Of(caller.UserId));
        IdempotencyKey.MarkReplayed(context, outcome.Replayed);
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts) : TypedResults.Ok(outcome.Value);
    }

    private static ICheckoutGrain Checkout(IGrainFactory grains) => grains.Grain<ICheckoutGrain>(ICheckoutGrain.Key);
}
