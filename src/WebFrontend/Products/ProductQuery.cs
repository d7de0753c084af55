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
    /// <summary>Reads a query; what makes no sense ends the request.</summary>
    public static ProductQuery Parse(string? q, string? sort, int? limit, string? cursor)
    {
        if (q is { Length: > FrontendBounds.Query })
        {
            throw new ProblemException(Problem.Invalid("q", $"A search is at most {FrontendBounds.Query} characters."));
        }

        var order = sort switch
        {
            null or "newest" => ProductSort.Newest,
            "price" => ProductSort.CheapestFirst,
            "-price" => ProductSort.DearestFirst,
            "best" => ProductSort.Best,
            _ => throw new ProblemException(Problem.Invalid("sort", "A sort is newest, price, -price or best.")),
        };
        var text = string.IsNullOrWhiteSpace(q) ? null : q.Trim().ToUpperInvariant();
        return new ProductQuery(text, order, Paging.Limit(limit), ParseCursor(cursor, order));
    }

    /// <summary>True when the text stands in the name or the vendor.</summary>
    public bool Matches(ProductView product) =>
        Text is null
        || product.Name.Contains(Text, StringComparison.OrdinalIgnoreCase)
        || product.Vendor?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true;

    private static (long, long)? ParseCursor(string? cursor, ProductSort sort) =>
        string.IsNullOrEmpty(cursor) ? null
        : Paging.Decode(cursor) is { Length: 3 } numbers && numbers[0] == (long)sort ? (numbers[1], numbers[2])
        : throw Paging.Malformed();
}
