namespace ECommerce.WebFrontend;

/// <summary>
/// Which products are listed. All that is asked for must hold; of several values of one filter, any. What is asked of variants (options,
/// price, stock) must hold for one of them. All texts are folded.
/// </summary>
/// <param name="Words">Each stands in the name, the vendor, the type, a tag or a sku.</param>
/// <param name="Options">By name of the option, its values.</param>
/// <param name="MinPrice">In won.</param>
/// <param name="MaxPrice">In won.</param>
/// <param name="Available">True: such a variant has stock; false: there are such variants, and none has.</param>
internal sealed record ProductFilter(
    IReadOnlyList<string> Words,
    IReadOnlySet<string> Vendors,
    IReadOnlySet<string> Types,
    IReadOnlySet<string> Tags,
    IReadOnlyDictionary<string, IReadOnlySet<string>> Options,
    long MinPrice = 0,
    long MaxPrice = long.MaxValue,
    bool? Available = null)
{
    public const string Vendor = "vendor";
    public const string Type = "type";
    public const string Tag = "tag";

    /// <summary>Comes before the name of an option.</summary>
    public const string Option = "option.";

    /// <summary>What a filter has that is not given.</summary>
    public static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    /// <summary>All products.</summary>
    public static readonly ProductFilter None = new([], Nothing, Nothing, Nothing, new Dictionary<string, IReadOnlySet<string>>());

    /// <summary>True when all products are listed.</summary>
    public bool IsNone => Words.Count + Vendors.Count + Types.Count + Tags.Count + Options.Count == 0 && !IsOfPrice && Available is null;

    private bool IsOfPrice => MinPrice > 0 || MaxPrice < long.MaxValue;

    /// <summary>What the signatures of the products that match have; see <see cref="SignatureBlock.Select"/>.</summary>
    public IReadOnlyList<int[][]> SignatureGroups() =>
    [
        .. Words.Select(word => new[] { Signature.OfWord(word) }),
        .. Group(Vendor, Vendors),
        .. Group(Type, Types),
        .. Group(Tag, Tags),
        .. Options.SelectMany(option => Group(Option + option.Key, option.Value)),
    ];

    /// <summary>The same for an operator.</summary>
    public ProductSearch ToSearch(ProductStatus? status) => new(
        status, Words, OrNull(Vendors), OrNull(Types), OrNull(Tags),
        Options.Count == 0 ? null : Options.ToDictionary(option => option.Key, IReadOnlyList<string> (option) => [.. option.Value]),
        MinPrice > 0 ? MinPrice : null, MaxPrice < long.MaxValue ? MaxPrice : null, Available);

    /// <summary>Whether a product is listed.</summary>
    public bool Matches(ListedProduct product) =>
        product.HighestPrice >= MinPrice
        && product.View.Price <= MaxPrice
        && MatchesVariants(product.View)
        && MatchesAny(Vendors, product.View.Vendor)
        && MatchesAny(Types, product.View.Type)
        && (Tags.Count == 0 || product.View.Tags.Any(tag => Tags.Contains(SearchText.Fold(tag))))
        && MatchesWords(product.Text);

    // Apart from the rest, which would otherwise allocate for each product that is looked at.
    private bool MatchesWords(string text) => Words.All(word => text.Contains(word, StringComparison.Ordinal));

    private bool MatchesVariants(ProductView product)
    {
        if (Options.Count == 0 && !IsOfPrice)
        {
            return Available is null || Available == !product.SoldOut;
        }

        var (any, anyWithStock) = (false, false);
        for (var i = 0; i < product.Variants.Count; i++)
        {
            var variant = product.Variants[i];
            if (variant.Price >= MinPrice && variant.Price <= MaxPrice && MatchesOptions(variant))
            {
                any = true;
                anyWithStock |= variant.Stock > 0;
            }
        }

        return any && (Available is null || Available == anyWithStock);
    }

    private bool MatchesOptions(VariantView variant) => Options.Count == 0 || Options.All(asked => variant.Options.Any(option =>
        asked.Key == SearchText.Fold(option.Key) && asked.Value.Contains(SearchText.Fold(option.Value))));

    private static bool MatchesAny(IReadOnlySet<string> values, string? value) =>
        values.Count == 0 || (value is not null && values.Contains(SearchText.Fold(value)));

    private static IReadOnlyList<string>? OrNull(IReadOnlySet<string> values) => values.Count == 0 ? null : [.. values];

    private static IEnumerable<int[][]> Group(string field, IReadOnlySet<string> values) =>
        values.Count == 0 ? [] : [[.. values.Select(value => Signature.OfTerm(field, value))]];
}
