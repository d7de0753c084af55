namespace ECommerce.WebFrontend.Import;

/// <summary>
/// Applies the rules of <see cref="SaveProduct"/> to the fields of a row: a row that the grain would refuse is skipped, and the
/// other rows of its product are saved. Each method answers with a reason, or null when nothing is wrong.
/// </summary>
internal static class FieldRules
{
    /// <summary>The fields of the product, which its first row carries.</summary>
    public static string? Product(string handle, ShopifyRow row)
    {
        if (ProductRules.Id(handle) is { } reason)
        {
            return Its("handle", reason);
        }

        if (row.Title == "")
        {
            return row.FollowsGap ? "the product has no title: the line above, which may have it, could not be read" : "the product has no title";
        }

        var names = row.OptionNames.Where(name => name != "").ToList();
        if (names.Distinct().Count() < names.Count)
        {
            return "two of its options have the same name";
        }

        if (row.SaleStatus is null)
        {
            return "its status or whether it is published is not usable";
        }

        return Its("title", Rules.Reason<SaveProduct>(nameof(SaveProduct.Name), row.Title))
            ?? Its("body", Rules.Reason<SaveProduct>(nameof(SaveProduct.Description), row.Body))
            ?? Its("vendor", Rules.Reason<SaveProduct>(nameof(SaveProduct.Vendor), row.Vendor))
            ?? Its("type", Rules.Reason<SaveProduct>(nameof(SaveProduct.Type), row.Type))
            ?? Its("list of tags", Rules.Reason<SaveProduct>(nameof(SaveProduct.Tags), row.TagList))
            ?? First(row.TagList, tag => Its("tag", ProductRules.Tag(tag)))
            ?? Image(row)
            ?? First(names, name => Its("option name", Rules.Reason<ProductOption>(nameof(ProductOption.Name), name)));
    }

    /// <summary>The fields of a picture, which any row may carry.</summary>
    public static string? Image(ShopifyRow row) => row.Image == ""
        ? null
        : Its("image address", Rules.Reason<ProductImage>(nameof(ProductImage.Url), row.Image))
            ?? Its("image text", Rules.Reason<ProductImage>(nameof(ProductImage.Alt), row.ImageAlt));

    /// <summary>The fields of a variant that are text.</summary>
    public static string? Variant(ShopifyRow row) =>
        Its("sku", row.Sku == "" ? null : Rules.Reason<SaveVariant>(nameof(SaveVariant.Sku), row.Sku))
        ?? First(row.OptionValues.Where(value => value != ""), value => Its("option value", ProductRules.OptionValue(value)))
        ?? Its("variant image address", row.VariantImage == "" ? null : Rules.Reason<SaveVariant>(nameof(SaveVariant.ImageUrl), row.VariantImage));

    private static string? Its(string field, string? reason) => reason is null ? null : $"its {field} {reason}";

    private static string? First(IEnumerable<string> texts, Func<string, string?> reasonOf) =>
        texts.Select(reasonOf).FirstOrDefault(reason => reason is not null);
}
