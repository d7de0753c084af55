namespace ECommerce.WebFrontend.Import;

/// <summary>What a field may hold; each answers with a reason, or null when nothing is wrong.</summary>
internal static class FieldRules
{
    /// <summary>The fields of the product, which its first row carries.</summary>
    public static string? Product(ShopifyRow row)
    {
        if (row.Handle.Length > Bounds.MaximumIdLength || !row.Handle.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            return $"its handle is not 1 to {Bounds.MaximumIdLength} letters, digits, '.', '_' or '-'";
        }

        if (row.Title == "")
        {
            return "the product has no title";
        }

        var names = row.OptionNames.Where(name => name != "").ToList();
        if (names.Distinct().Count() < names.Count)
        {
            return "two of its options have the same name";
        }

        return Text("title", row.Title, Bounds.MaximumNameLength)
            ?? Body(row.Body)
            ?? Text("vendor", row.Vendor, Bounds.MaximumNameLength)
            ?? Text("image address", row.Image, ImportBounds.Url)
            ?? names.Select(name => Text("option name", name, Bounds.MaximumNameLength)).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>The fields of a variant that are text.</summary>
    public static string? Variant(ShopifyRow row) =>
        Text("sku", row.Sku, Bounds.MaximumIdLength)
        ?? row.OptionValues.Select(value => Text("option value", value, ImportBounds.OptionValue))
            .FirstOrDefault(reason => reason is not null);

    private static string? Text(string field, string value, int longest)
    {
        if (value.Length > longest)
        {
            return $"its {field} is longer than {longest} characters";
        }

        return value.Any(char.IsControl) ? $"its {field} has control characters" : null;
    }

    private static string? Body(string body)
    {
        if (body.Length > Bounds.MaximumDescriptionLength)
        {
            return $"its body is longer than {Bounds.MaximumDescriptionLength} characters";
        }

        return body.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? "its body has control characters" : null;
    }
}
