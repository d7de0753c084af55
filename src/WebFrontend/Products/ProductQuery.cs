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
/// <param name="Text">In upper case; null: all products.</param>
/// <param name="Cursor">The last product of the page before, by its place in the order.</param>
internal sealed record ProductQuery(string? Text, ProductSort Sort, int Limit, (long Key, long Ordinal)? Cursor)
{
    /// <summary>The longest search, in characters.</summary>
    public const int MaximumText = 100;

    /// <summary>Reads a query; what makes no sense ends the request.</summary>
    public static ProductQuery Parse(string? q, string? sort, PageQuery page)
    {
        var order = sort switch
        {
            null or "newest" => ProductSort.Newest,
            "price" => ProductSort.CheapestFirst,
            "-price" => ProductSort.DearestFirst,
            _ => ProductSort.Best,
        };
        var text = string.IsNullOrWhiteSpace(q) ? null : q.Trim().ToUpperInvariant();
        return new ProductQuery(text, order, page.Size, ParseCursor(page, order));
    }

    /// <summary>True when the text stands in the name or the vendor.</summary>
    public bool Matches(ProductView product) =>
        Text is null
        || product.Name.Contains(Text, StringComparison.OrdinalIgnoreCase)
        || product.Vendor?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true;

    private static (long, long)? ParseCursor(PageQuery page, ProductSort sort) =>
        page.Read(length: 3) is not { } numbers ? null
        : numbers[0] == (long)sort ? (numbers[1], numbers[2])
        : throw PageQuery.Malformed();
}
