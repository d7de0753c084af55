using Microsoft.AspNetCore.Http.HttpResults;

namespace ECommerce.WebFrontend;

/// <summary>Cancellations of orders, whole or in part, by their user or by an operator.</summary>
internal static class CancellationApi
{
    private static readonly OrderRefusal[] Refusals = [OrderRefusal.UnknownOrder, OrderRefusal.NotRefundable];

    public static void MapCancellation(this RouteGroupBuilder orders) =>
        orders.MapPost("/{id}/cancellation", CancelOwn)
            .Describe("cancelOrder", "Cancels an order, or units of it, and gives back what was paid for them.")
            .Refuses(Refusals);

    public static void MapOperatorsCancellation(this RouteGroupBuilder admin) =>
        admin.MapPost("/orders/{id}/cancellation", CancelAnybodys)
            .Describe("cancelOrderForUser", "Cancels any user's order, or units of it, and gives back what was paid for them.")
            .Refuses(Refusals);

    private static Task<Results<Ok<OrderView>, ProblemHttpResult>> CancelOwn(
        string id, JsonBody<CancellationRequest> body, IdempotencyKey.Optional key, Caller caller, IGrainFactory grains, HttpContext context) =>
        Cancel(id, new(caller.UserId, body.Value.Reason, key.CancellationOf(id, caller), Lines(body.Value.Items)), grains, context);

    private static Task<Results<Ok<OrderView>, ProblemHttpResult>> CancelAnybodys(
        string id, JsonBody<OperatorsCancellationRequest> body, IdempotencyKey.Optional key, Caller caller, IGrainFactory grains, HttpContext context) =>
        Cancel(id, new(UserId: null, body.Value.Reason, key.CancellationOf(id, caller), Lines(body.Value.Items)), grains, context);

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Cancel(
        string id, CancelOrder command, IGrainFactory grains, HttpContext context)
    {
        if (!id.CanBeId())
        {
            return OrderRefusal.UnknownOrder.ToProblem(null);
        }

        var outcome = await grains.Grain<ICheckoutGrain>(ICheckoutGrain.Key).Cancel(id, command);
        IdempotencyKey.MarkReplayed(context, outcome.Replayed);
        return outcome.Refusal is { } refusal ? refusal.ToProblem(outcome.Facts) : TypedResults.Ok(outcome.Value);
    }

    // Without a key the call is one of its own: only within the cluster it may be repeated.
    private static string CancellationOf(this IdempotencyKey.Optional key, string orderId, Caller caller) =>
        Ids.Cancellation(orderId, caller.UserId, key.Value ?? Guid.NewGuid().ToString());

    private static IReadOnlyList<StockLine>? Lines(IReadOnlyList<OrderItem>? items) => items?.Select(item => item.ToLine()).ToList();
}
