using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ECommerce.WebFrontend;

/// <summary>Orders of all users, as operators read them.</summary>
internal static class OrdersDesk
{
    public static void MapOrdersDesk(this RouteGroupBuilder admin)
    {
        admin.MapGet("/orders", List).Describe("listOrdersOfAnyUser", "Orders of any user, newest first.");
        admin.MapGet("/orders/{id}", Get).Describe("getOrderOfAnyUser", "An order of any user.").Refuses(OrderRefusal.UnknownOrder);
    }

    private static async Task<Results<Ok<PagedList<OrderView>>, ProblemHttpResult>> List(
        IGrainFactory grains, [AsParameters] PageQuery page, [AsParameters] OrderFilter filter)
    {
        var search = filter.ToSearch();
        return Period.Refuse(search.From, search.To) is { } refused
            ? refused
            : TypedResults.Ok((await Desk(grains).Orders(search, page.Before, page.Size)).ToPagedList(page));
    }

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Get(string id, IGrainFactory grains) =>
        id.CanBeId() && await Desk(grains).Order(id) is { } order ? TypedResults.Ok(order) : OrderRefusal.UnknownOrder.ToProblem(null);

    private static IDeskGrain Desk(IGrainFactory grains) => grains.Grain<IDeskGrain>(IDeskGrain.Key);

    /// <summary>Which orders an operator looks for.</summary>
    /// <param name="User">Whose.</param>
    /// <param name="Status">One of awaiting_payment, paid, cancelled, expired; absent: any.</param>
    /// <param name="Sku">What one of the lines is about.</param>
    /// <param name="From">Placed then or later.</param>
    /// <param name="To">Placed before that.</param>
    internal sealed record OrderFilter(
        [property: FromQuery(Name = "user"), UserId] string? User = null,
        [property: FromQuery(Name = "status"), OneOf("awaiting_payment", "paid", "cancelled", "expired")] string? Status = null,
        [property: FromQuery(Name = "sku"), Sku] string? Sku = null,
        [property: FromQuery(Name = "from")] DateTimeOffset? From = null,
        [property: FromQuery(Name = "to")] DateTimeOffset? To = null)
    {
        /// <summary>The search.</summary>
        public SearchOrders ToSearch() =>
            new(User, Words.Read<OrderStatus>(Status), Sku?.ToNormalForm(), From, To);
    }
}
