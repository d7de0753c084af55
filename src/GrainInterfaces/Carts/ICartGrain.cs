namespace ECommerce.GrainInterfaces;

/// <summary>A user's cart, the same on every device. Key: the user id. Every change is durable when it returns.</summary>
[Alias("ICartGrain")]
public interface ICartGrain : IGrainWithStringKey
{
    /// <summary>The cart with today's prices and stock; what is no longer sold has its last price.</summary>
    [Alias("Get"), Repeatable]
    Task<CartView> Get();

    /// <summary>Sets the quantity of a variant; 0 removes it.</summary>
    /// <param name="quantity">0..<see cref="Bounds.MaximumLineQuantity"/>.</param>
    [Alias("SetQuantity"), Repeatable]
    Task<Outcome<CartView, CartRefusal>> SetQuantity(string sku, int quantity);

    /// <summary>Adds to the quantity of a variant.</summary>
    /// <param name="quantity">1..<see cref="Bounds.MaximumLineQuantity"/>.</param>
    [Alias("Add")]
    Task<Outcome<CartView, CartRefusal>> Add(string sku, int quantity);

    /// <summary>Removes everything.</summary>
    [Alias("Clear"), Repeatable]
    Task Clear();

    /// <summary>
    /// Makes a change of a cart that is as its user knows it. It is repeated by nobody but its user: a change that was made once does
    /// not find the cart as it was.
    /// </summary>
    [Alias("Change")]
    Task<Outcome<CartView, CartRefusal>> Change(ChangeCart command);

    /// <summary>What an order from the cart would hold.</summary>
    [Alias("Lines"), Repeatable]
    Task<IReadOnlyList<StockLine>> Lines();
}

/// <summary>Asks for a change of a cart.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Sku">The variant; ignored when the cart is cleared.</param>
/// <param name="Quantity">As <see cref="ICartGrain.SetQuantity"/> and <see cref="ICartGrain.Add"/> take it; ignored when the cart is cleared.</param>
/// <param name="Precondition">Tags are those of <see cref="DefinitionTag.OfCart"/>.</param>
[GenerateSerializer, Immutable, Alias("ChangeCart")]
public sealed record ChangeCart(CartChange Kind, string Sku, int Quantity, Precondition Precondition);

/// <summary>What is done to a cart.</summary>
[GenerateSerializer, Alias("CartChange")]
public enum CartChange
{
    /// <summary>See <see cref="ICartGrain.SetQuantity"/>.</summary>
    SetQuantity,

    /// <summary>See <see cref="ICartGrain.Add"/>.</summary>
    Add,

    /// <summary>See <see cref="ICartGrain.Clear"/>.</summary>
    Clear,
}

/// <summary>Why a cart command is refused.</summary>
[GenerateSerializer, Alias("CartRefusal")]
public enum CartRefusal
{
    /// <summary>No variant with that sku is sold.</summary>
    UnknownSku,

    /// <summary>Outside 0..<see cref="Bounds.MaximumLineQuantity"/>, also together with what the cart holds.</summary>
    QuantityOutOfRange,

    /// <summary>The cart holds <see cref="Bounds.MaximumLines"/> lines.</summary>
    CartFull,

    /// <summary>The cart is not as its user knows it.</summary>
    PreconditionFailed,
}

/// <summary>A cart as its user sees it.</summary>
/// <param name="Items">In the order in which they were first added.</param>
/// <param name="Total">What the items that are sold cost together, in won.</param>
/// <param name="Version">Grows with every change.</param>
[GenerateSerializer, Immutable, Alias("CartView")]
public sealed record CartView(IReadOnlyList<CartItemView> Items, long Total, long Version);

/// <summary>A line of a cart.</summary>
/// <param name="Price">Of one unit, in won: today's or, when it is no longer sold, the last one.</param>
/// <param name="Available">Units on hand; 0 when it is no longer sold.</param>
/// <param name="Sold">Whether it is sold now. An order from a cart with an item that is not sold is refused.</param>
[GenerateSerializer, Immutable, Alias("CartItemView")]
public sealed record CartItemView(
    string Sku,
    string ProductId,
    string Name,
    IReadOnlyDictionary<string, string> Options,
    int Quantity,
    long Price,
    long Available,
    bool Sold);
