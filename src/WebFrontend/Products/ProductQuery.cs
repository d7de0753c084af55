namespace ECommerce.WebFrontend;

/// <summary>How a product list is sorted; newest first within the same.</summary>
internal enum ProductSort
{
    Newest,
    CheapestFirst,
    DearestFirst,
    Best,
}

/// <summary>Which page of which list.</summary>
/// <param name="Cursor">Null: the first page.</param>
/// <param name="List">What the cursor of the next page is good for, see <see cref="PageQuery.List"/>; 0: all products.</param>
internal sealed record ProductQuery(ProductFilter Filter, ProductSort Sort, int Limit, ProductCursor? Cursor, long List = 0)
{
    /// <summary>True: a first page of all products, which nearly everybody asks for.</summary>
    public bool IsFirstOfAll => Cursor is null && ReferenceEquals(Filter, ProductFilter.None);
}
