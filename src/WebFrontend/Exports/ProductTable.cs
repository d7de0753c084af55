namespace ECommerce.WebFrontend.Exports;

/// <summary>
/// Products in Shopify's product format: a row for each variant, beside them the pictures, and further rows when there are more of those.
/// The import makes the same products of it, with the stock where a variant is new. The last columns are this shop's own, and other programs pass
/// over them.
/// </summary>
internal static class ProductTable
{
    /// <summary>The place of a main picture that is not the first of the others.</summary>
    public const long MainImage = 0;

    public static readonly IReadOnlyList<string> Columns =
    [
        "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Status",
        "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
        "Variant SKU", "Variant Inventory Qty", "Variant Price", "Variant Compare At Price", "Variant Image",
        "Image Src", "Image Position", "Image Alt Text",
        "Option1 Values", "Option2 Values", "Option3 Values",
    ];

    /// <summary>The rows of a product; none of one without variants, which an import could not take back.</summary>
    public static IEnumerable<object?[]> Rows(ProductView product)
    {
        if (product.Variants.Count == 0)
        {
            return [];
        }

        var images = Images(product).ToList();
        return Enumerable.Range(0, Math.Max(product.Variants.Count, images.Count)).Select(row => (object?[])
        [
            product.Id,
            .. row == 0 ? Definition(product) : new object?[7],
            .. Options(product, row),
            .. row < product.Variants.Count ? Variant(product.Variants[row]) : new object?[5],
            .. row < images.Count ? images[row] : new object?[3],
            .. row == 0 ? Orders(product) : new object?[Bounds.MaximumOptions],
        ]);
    }

    private static object?[] Definition(ProductView product) =>
    [
        product.Name, product.Description, product.Vendor, product.Type, string.Join(", ", product.Tags),
        product.Status == ProductStatus.Active ? "TRUE" : "FALSE", product.Status.ToString().ToLowerInvariant(),
    ];

    // Shopify names the options in the first row only, and has one with this name and value where a product has none.
    private static object?[] Options(ProductView product, int row)
    {
        var cells = new object?[2 * Bounds.MaximumOptions];
        if (product.Options.Count == 0 && row == 0)
        {
            (cells[0], cells[1]) = (ProductRules.NoOptionName, ProductRules.NoOptionValue);
        }

        foreach (var (i, option) in product.Options.Index())
        {
            cells[2 * i] = row == 0 ? option.Name : null;
            cells[2 * i + 1] = row < product.Variants.Count ? product.Variants[row].Options.GetValueOrDefault(option.Name) : null;
        }

        return cells;
    }

    // The format has no place for the order of an option's values, which is that of the variants then. Another one stands in a cell, a value a line.
    private static object?[] Orders(ProductView product)
    {
        var cells = new object?[Bounds.MaximumOptions];
        foreach (var (i, option) in product.Options.Index())
        {
            var found = product.Variants.Select(variant => variant.Options.GetValueOrDefault(option.Name)).Distinct();
            cells[i] = option.Values.SequenceEqual(found) ? null : string.Join('\n', option.Values);
        }

        return cells;
    }

    private static object?[] Variant(VariantView variant) =>
        [variant.Sku, variant.Stock, variant.Price, variant.CompareAtPrice, variant.ImageUrl];

    private static IEnumerable<object?[]> Images(ProductView product)
    {
        if (product.ImageUrl is not null && product.ImageUrl != product.Images.FirstOrDefault()?.Url)
        {
            yield return [product.ImageUrl, MainImage, null];
        }

        foreach (var (i, image) in product.Images.Index())
        {
            yield return [image.Url, i + 1L, image.Alt];
        }
    }
}
