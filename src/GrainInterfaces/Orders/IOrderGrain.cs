namespace ECommerce.GrainInterfaces;

/// <summary>
/// One order, as frontends of the version before call it. Key: the order id. The commands are those of <see cref="ICheckoutGrain"/>.
/// </summary>
[Alias("IOrderGrain")]
public interface IOrderGrain : IGrainWithStringKey
{
    /// <summary>See <see cref="ICheckoutGrain.Place"/>.</summary>
    [Alias("Place"), Repeatable]
    Task<Outcome<OrderView, OrderRefusal>> Place(PlaceOrder command);

    /// <summary>See <see cref="ICheckoutGrain.Get"/>.</summary>
    [Alias("Get"), Repeatable]
    Task<OrderView?> Get(string userId);

    /// <summary>See <see cref="ICheckoutGrain.Pay"/>.</summary>
    [Alias("Pay"), Repeatable]
    Task<Outcome<OrderView, OrderRefusal>> Pay(PayOrder command);

    /// <summary>See <see cref="ICheckoutGrain.Cancel(string, string)"/>.</summary>
    [Alias("Cancel"), Repeatable]
    Task<Outcome<OrderView, OrderRefusal>> Cancel(string userId);
}
