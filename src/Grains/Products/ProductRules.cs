namespace ECommerce.Grains;

/// <summary>What makes sense as a product.</summary>
internal static class ProductRules
{
    private const int MaximumOptionLength = 100;

    // Where this product would stand, the ranking stands.
    private const string Reserved = "best-sellers";

    /// <summary>The first thing that makes no sense; null when all does.</summary>
    public static RefusalFacts? Check(string id, SaveProduct product) =>
        !Rules.IsId(id) ? Rules.Broken("id", $"An id is 1 to {Bounds.MaximumIdLength} letters, digits, '.', '_' or '-'.")
        : id == Reserved ? Rules.Broken("id", $"The id {Reserved} is taken by the ranking.")
        : !Rules.IsText(product.Name, 1, Bounds.MaximumNameLength) ? Rules.Broken("name", $"A name is 1 to {Bounds.MaximumNameLength} characters.")
        : !Rules.IsLongText(product.Description ?? "", Bounds.MaximumDescriptionLength)
            ? Rules.Broken("description", $"A description is at most {Bounds.MaximumDescriptionLength} characters.")
        : !Rules.IsText(product.Vendor ?? "", 0, Bounds.MaximumNameLength) ? Rules.Broken("vendor", $"A vendor is at most {Bounds.MaximumNameLength} characters.")
        : !IsImageUrl(product.ImageUrl) ? Rules.Broken("imageUrl", "An image is an http or https URL, or a path that begins with '/'.")
        : CheckOptions(product.Options) ?? CheckVariants(product);

    private static bool IsImageUrl(string? url) =>
        url is null
        || (Rules.IsText(url, 1, 2_000)
            && ((url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal))
                || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")));

    private static RefusalFacts? CheckOptions(IReadOnlyList<ProductOption> options)
    {
        if (options.Count > Bounds.MaximumOptions)
        {
            return Rules.Broken("options", $"A product has at most {Bounds.MaximumOptions} options.");
        }

        if (options.DistinctBy(option => option.Name).Count() != options.Count)
        {
            return Rules.Broken("options", "Two options have the same name.");
        }

        foreach (var option in options)
        {
            if (!Rules.IsText(option.Name, 1, MaximumOptionLength) || option.Values.Count is 0 or > Bounds.MaximumVariants
                || option.Values.Distinct().Count() != option.Values.Count
                || !option.Values.All(value => value is not null && Rules.IsText(value, 1, MaximumOptionLength)))
            {
                return Rules.Broken("options", $"An option has a name and different values, each 1 to {MaximumOptionLength} characters.");
            }
        }

        return null;
    }

    private static RefusalFacts? CheckVariants(SaveProduct product)
    {
        if (product.Variants.Count is 0 or > Bounds.MaximumVariants)
        {
            return Rules.Broken("variants", $"A product has 1 to {Bounds.MaximumVariants} variants.");
        }

        if (product.Variants.DistinctBy(variant => variant.Sku).Count() != product.Variants.Count)
        {
            return Rules.Broken("variants", "Two variants have the same sku.");
        }

        if (product.Variants.DistinctBy(variant => Combination(product, variant)).Count() != product.Variants.Count)
        {
            return Rules.Broken("variants", "Two variants have the same options.");
        }

        return product.Variants.Select((variant, index) => CheckVariant(product, variant, $"variants[{index}]")).FirstOrDefault(broken => broken is not null);
    }

    private static RefusalFacts? CheckVariant(SaveProduct product, SaveVariant variant, string field) =>
        !Rules.IsSku(variant.Sku) ? Rules.Broken(field + ".sku", $"A sku is 1 to {Bounds.MaximumIdLength} characters without blanks at its ends.")
        : variant.Price is < 0 or > Bounds.MaximumPrice ? Rules.Broken(field + ".price", $"A price is 0 to {Bounds.MaximumPrice} won.")
        : variant.Stock is < 0 or > Bounds.MaximumStock ? Rules.Broken(field + ".stock", $"A stock is 0 to {Bounds.MaximumStock} units.")
        : variant.Options.Count != product.Options.Count
            || !product.Options.All(option => variant.Options.TryGetValue(option.Name, out var value) && option.Values.Contains(value))
            ? Rules.Broken(field + ".options", "A variant has one of the values of each option.")
        : null;

    private static string Combination(SaveProduct product, SaveVariant variant) =>
        string.Join('\u0001', product.Options.Select(option => variant.Options.GetValueOrDefault(option.Name)));
}
