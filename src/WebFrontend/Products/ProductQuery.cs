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
internal sealed record ProductQuery(ProductFilter Filter, ProductSort Sort, int Limit, ProductCursor? Cursor)
{
    /// <summary>True: a first page of all products, which nearly everybody asks for.</summary>
    public bool IsFirstOfAll => Cursor is null && ReferenceEquals(Filter, ProductFilter.None);
}
