namespace ECommerce.WebFrontend;

/// <summary>A product to save.</summary>
internal sealed record ProductRequest(
    string? Name = null,
    string? Description = null,
    string? Vendor = null,
    string? ImageUrl = null,
    IReadOnlyList<ProductOptionRequest?>? Options = null,
    IReadOnlyList<VariantRequest?>? Variants = null)
{
    /// <summary>Reads the command; what is missing is the answer. What the values mean, the product decides.</summary>
    public Problem? Read(out SaveProduct? command)
    {
        command = null;
        if (Name is null)
        {
            return Problem.Invalid("name", "A name is needed.");
        }

        if (Options?.Any(option => option is not { Name: not null, Values: not null }) == true)
        {
            return Problem.Invalid("options", "An option has a name and values.");
        }

        if (Variants is null)
        {
            return Problem.Invalid("variants", "At least one variant is needed.");
        }

        for (var i = 0; i < Variants.Count; i++)
        {
            if (Variants[i] is not { Sku: not null })
            {
                return Problem.Invalid($"variants[{i}].sku", "A sku is needed.");
            }

            if (Variants[i] is not { Price: not null })
            {
                return Problem.Invalid($"variants[{i}].price", "A price in won is needed.");
            }
        }

        command = new SaveProduct(
            Name,
            Description,
            Vendor,
            ImageUrl,
            [.. (Options ?? []).Select(option => new ProductOption(option!.Name!, [.. option.Values!.Select(value => value!)]))],
            [.. Variants.Select(variant => new SaveVariant(variant!.Sku!, variant.Options ?? [], variant.Price!.Value, variant.Stock))]);
        return null;
    }
}

/// <summary>An option to save.</summary>
internal sealed record ProductOptionRequest(string? Name = null, IReadOnlyList<string?>? Values = null);

/// <summary>A variant to save.</summary>
internal sealed record VariantRequest(string? Sku = null, Dictionary<string, string>? Options = null, long? Price = null, long? Stock = null);
