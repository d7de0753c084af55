namespace ECommerce.WebFrontend;

/// <summary>A place in the order of a list: first the key of the sort, then newest first.</summary>
internal readonly record struct ProductPlace(long Key, long Ordinal) : IComparable<ProductPlace>
{
    /// <summary>The place of a product in an order that depends on nothing but itself.</summary>
    public static ProductPlace Of(ListedProduct product, ProductSort sort) => new(
        sort switch
        {
            ProductSort.CheapestFirst => product.View.Price,
            ProductSort.DearestFirst => -product.View.Price,
            _ => 0,
        },
        -product.Ordinal);

    /// <summary>Where in an order the first product stands that is behind this place.</summary>
    public int FirstBehind(ReadOnlySpan<int> order, Func<int, ProductPlace> placeOf)
    {
        var (first, end) = (0, order.Length);
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = placeOf(order[middle]).CompareTo(this) > 0 ? (first, middle) : (middle + 1, end);
        }

        return first;
    }

    public int CompareTo(ProductPlace other) => Key != other.Key ? Key.CompareTo(other.Key) : Ordinal.CompareTo(other.Ordinal);
}
