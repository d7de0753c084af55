namespace ECommerce.GrainInterfaces;

/// <summary>What makes sense as a product.</summary>
public static class ProductRules
{
    // The path of the ranking, /v1/products/best-sellers, would hide a product of that id.
    private const string Reserved = "best-sellers";

    /// <summary>Everything that makes no sense; empty when all does.</summary>
    public static IReadOnlyList<Fault> Of(string id, SaveProduct product)
    {
        var options = product.Options ?? [];
        return
        [
            .. Rules.Named("id", Id(id)),
            .. Rules.Of(product),
            .. (product.Tags ?? []).SelectMany((tag, index) => Rules.Named($"tags[{index}]", Tag(tag))),
            .. (product.Images ?? []).SelectMany((image, index) => Rules.Of(image, $"images[{index}].")),
            .. options.SelectMany((option, index) => Of(option, $"options[{index}].")),
            .. Rules.Named("options", Repeated(options.Select(option => option.Name), "name")),
            .. product.Variants.SelectMany((variant, index) => Of(options, variant, $"variants[{index}].")),
            .. Rules.Named("variants", Repeated(product.Variants.Select(variant => variant.Sku), "sku")),
            .. Rules.Named("variants", Repeated(product.Variants.Select(variant => Combination(options, variant)), "options")),
        ];
    }

    /// <summary>Why a text cannot be the id of a product; null when it can.</summary>
    public static string? Id(string id) => id == Reserved ? "is taken by the ranking" : Rules.Id(id);

    /// <summary>Why a text cannot be the value of an option; null when it can.</summary>
    public static string? OptionValue(string value) => Rules.Reason<ProductOption>(nameof(ProductOption.Name), value);

    /// <summary>Why a text cannot be a tag; null when it can.</summary>
    public static string? Tag(string tag) => Rules.Reason<ProductOption>(nameof(ProductOption.Name), tag);

    /// <summary>The product with all its texts in Unicode's normal form C, in which texts are compared.</summary>
    public static SaveProduct Normal(SaveProduct product) => product with
    {
        Name = product.Name.ToNormalForm(),
        Description = product.Description?.ToNormalForm(),
        Vendor = product.Vendor?.ToNormalForm(),
        Type = product.Type?.ToNormalForm(),
        Tags = product.Tags?.Select(tag => tag.ToNormalForm()).ToList(),
        Images = product.Images?.Select(image => image with { Alt = image.Alt?.ToNormalForm() }).ToList(),
        Options = product.Options?.Select(option => new ProductOption(option.Name.ToNormalForm(), [.. option.Values.Select(value => value.ToNormalForm())])).ToList(),
        Variants = [.. product.Variants.Select(Normal)],
    };

    private static SaveVariant Normal(SaveVariant variant) => variant with
    {
        Sku = variant.Sku.ToNormalForm(),
        Options = variant.Options?.DistinctBy(option => option.Key.ToNormalForm()).ToDictionary(option => option.Key.ToNormalForm(), option => option.Value.ToNormalForm()),
    };

    private static IEnumerable<Fault> Of(ProductOption option, string path) =>
    [
        .. Rules.Of(option, path),
        .. option.Values.SelectMany((value, index) => Rules.Named($"{path}values[{index}]", OptionValue(value))),
        .. Rules.Named(path + "values", Repeated(option.Values, "value")),
    ];

    private static IEnumerable<Fault> Of(IReadOnlyList<ProductOption> options, SaveVariant variant, string path) =>
    [
        .. Rules.Of(variant, path),
        .. Rules.Named(path + "options", HasOneValueOfEach(options, variant) ? null : "is not one of the values of each option"),
    ];

    private static bool HasOneValueOfEach(IReadOnlyList<ProductOption> options, SaveVariant variant) =>
        (variant.Options?.Count ?? 0) == options.Count
        && options.All(option => variant.Options!.TryGetValue(option.Name, out var value) && option.Values.Contains(value));

    private static string Combination(IReadOnlyList<ProductOption> options, SaveVariant variant) =>
        string.Join('\u0001', options.Select(option => variant.Options?.GetValueOrDefault(option.Name)));

    private static string? Repeated(IEnumerable<string> texts, string what)
    {
        var seen = new HashSet<string>();
        return texts.All(seen.Add) ? null : $"has the same {what} twice";
    }
}
