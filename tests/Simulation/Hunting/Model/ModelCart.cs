using System.Collections.Immutable;

namespace ECommerce.Simulation.Hunting;

/// <summary>Contents of carts, by sku.</summary>
internal static class ModelCart
{
    public static readonly ImmutableSortedDictionary<string, int> Empty = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, int> Without(ImmutableSortedDictionary<string, int> cart, IEnumerable<ModelLine> lines)
    {
        foreach (var line in lines)
        {
            var left = cart.GetValueOrDefault(line.Sku) - line.Quantity;
            cart = left > 0 ? cart.SetItem(line.Sku, left) : cart.Remove(line.Sku);
        }

        return cart;
    }

    public static bool AreEqual(ImmutableSortedDictionary<string, int> one, ImmutableSortedDictionary<string, int> other) => one.SequenceEqual(other);

    public static string Tell(ImmutableSortedDictionary<string, int> cart) => cart.IsEmpty ? "nothing" : string.Join(", ", cart.Select(line => $"{line.Value} {line.Key}"));
}

/// <summary>A change of a cart that a user has asked for.</summary>
/// <param name="Sku">Null: all of it.</param>
/// <param name="Quantity">Added or set.</param>
internal sealed record CartAsk(string? Sku, int Quantity, bool Adds)
{
    public ImmutableSortedDictionary<string, int> On(ImmutableSortedDictionary<string, int> cart)
    {
        if (Sku is null)
        {
            return ModelCart.Empty;
        }

        var quantity = Quantity + (Adds ? cart.GetValueOrDefault(Sku) : 0);
        return quantity > 0 ? cart.SetItem(Sku, quantity) : cart.Remove(Sku);
    }
}
