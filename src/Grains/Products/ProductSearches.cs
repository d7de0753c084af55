namespace ECommerce.Grains;

/// <summary>What an operator's search finds: the same as the filters of the list for shoppers do, which looks into an index of its own.</summary>
internal static class ProductSearches
{
    /// <summary>Whether a product is found.</summary>
    public static bool Finds(this ProductSearch search, ProductSnapshot row) =>
        Finds(search.Vendors, row.Product.Vendor)
        && Finds(search.Types, row.Product.Type)
        && (search.Tags is null || row.Product.Tags.Any(tag => Finds(search.Tags, tag)))
        && FindsVariants(search, row.Variants)
        && FindsWords(search.Words, row);

    /// <summary>True: all products of the status are looked for.</summary>
    public static bool IsOfStatusOnly(this ProductSearch search) =>
        search is { Words.Count: 0, Vendors: null, Types: null, Tags: null, Available: null } && !IsOfVariants(search);

    private static bool IsOfVariants(ProductSearch search) => search is not { Options: null, MinPrice: null, MaxPrice: null };

    private static bool Finds(IReadOnlyList<string>? values, string? value) =>
        values is null || (value is not null && values.Contains(SearchText.Fold(value)));

    private static bool FindsVariants(ProductSearch search, IReadOnlyList<Variant> variants)
    {
        var such = variants.Where(variant => Finds(search, variant)).ToList();
        return (such.Count > 0 || !IsOfVariants(search)) && (search.Available is null || search.Available == such.Exists(variant => variant.Stock > 0));
    }

    private static bool Finds(ProductSearch search, Variant variant) =>
        variant.Price >= (search.MinPrice ?? 0)
        && variant.Price <= (search.MaxPrice ?? long.MaxValue)
        && (search.Options is null || search.Options.All(asked => variant.Options.Any(option =>
            asked.Key == SearchText.Fold(option.Key) && Finds(asked.Value, option.Value))));

    private static bool FindsWords(IReadOnlyList<string> words, ProductSnapshot row)
    {
        if (words.Count == 0)
        {
            return true;
        }

        string?[] texts =
            [row.Product.Id, row.Product.Name, row.Product.Vendor, row.Product.Type, .. row.Product.Tags, .. row.Variants.Select(variant => variant.Sku)];
        var text = SearchText.Fold(string.Join('\n', texts));
        return words.All(word => text.Contains(word, StringComparison.Ordinal));
    }
}
