namespace ECommerce.Grains;

// Frontends of the version before call each order by its own grain.
[PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class OrderGrain : Grain, IOrderGrain
{
    private string OrderId => this.GetPrimaryKeyString();

    private ICheckoutGrain Checkout => GrainFactory.Grain<ICheckoutGrain>(ICheckoutGrain.Key);

    public Task<Outcome<OrderView, OrderRefusal>> Place(PlaceOrder command) => Checkout.Place(OrderId, command);

    public Task<OrderView?> Get(string userId) => Checkout.Get(OrderId, userId);

    public Task<Outcome<OrderView, OrderRefusal>> Pay(PayOrder command) => Checkout.Pay(OrderId, command);

    public Task<Outcome<OrderView, OrderRefusal>> Cancel(string userId) => Checkout.Cancel(OrderId, userId);
}
