namespace ECommerce.GrainInterfaces;

/// <summary>What makes sense as a product.</summary>
public static class ProductRules
{
    /// <summary>The option that a file of products gives a product without options; see <see cref="NoOptionValue"/>.</summary>
    public const string NoOptionName = "Title";

    /// <summary>The value of that option; no value of another.</summary>
    public const string NoOptionValue = "Default Title";

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
    public static string? Tag(string tag) =>
        tag.Contains(',', StringComparison.Ordinal)
            ? "has a comma, which stands between tags in a file of products"
            : Rules.Reason<ProductOption>(nameof(ProductOption.Name), tag);

    /// <summary>
    /// The product in the form in which it is kept: a file of products says the same of it. Its texts are in Unicode's normal form C, in which they
    /// are compared, and without blanks at their ends, but for the description. An empty text is none, nor is a former price of 0. An
    /// option that is only <see cref="NoOptionName"/> with <see cref="NoOptionValue"/> is none either.
    /// </summary>
    public static SaveProduct Normal(SaveProduct product)
    {
        var options = product.Options?.Select(option => new ProductOption(Text(option.Name), [.. option.Values.Select(Text)])).ToList();
        var isPlain = options is [{ Name: NoOptionName, Values: [NoOptionValue] }];
        return product with
        {
            Name = Text(product.Name),
            Description = product.Description is { Length: > 0 } description ? description.ToNormalForm() : null,
            Vendor = TextOrNone(product.Vendor),
            Type = TextOrNone(product.Type),
            Tags = product.Tags?.Select(Text).Distinct().ToList(),
            Images = product.Images?.Select(image => image with { Alt = TextOrNone(image.Alt) }).ToList(),
            Options = isPlain ? [] : options,
            Variants = [.. product.Variants.Select(variant => Normal(isPlain ? variant with { Options = null } : variant))],
        };
    }

    private static SaveVariant Normal(SaveVariant variant) => variant with
    {
        Sku = variant.Sku.ToNormalForm(),
        Options = variant.Options?.DistinctBy(option => Text(option.Key)).ToDictionary(option => Text(option.Key), option => Text(option.Value)),
        CompareAtPrice = variant.CompareAtPrice == 0 ? null : variant.CompareAtPrice,
    };

    private static string Text(string text) => text.ToNormalForm().Trim();

    private static string? TextOrNone(string? text) => text is null || Text(text) is not { Length: > 0 } kept ? null : kept;

    private static IEnumerable<Fault> Of(ProductOption option, string path) =>
    [
        .. Rules.Of(option, path),
        .. option.Values.SelectMany((value, index) => Rules.Named(
            $"{path}values[{index}]", value == NoOptionValue ? "stands for a product without options in a file of products" : OptionValue(value))),
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
