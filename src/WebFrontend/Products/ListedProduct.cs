namespace ECommerce.WebFrontend;

/// <summary>A product in the list: what shoppers see, the text that is searched, and its JSON as ready bytes.</summary>
internal sealed class ListedProduct
{
    private ReadyJson? _json;

    /// <summary>With the folded text of what it was before, when that is still the same.</summary>
    public ListedProduct(long ordinal, ProductView view, ListedProduct? before = null)
    {
        // A silo of an older version knows neither.
        View = view with { Tags = view.Tags ?? [], Images = view.Images ?? [] };
        Ordinal = ordinal;
        HighestPrice = View.Variants.Select(variant => variant.Price).DefaultIfEmpty(View.Price).Max();
        IsSameToSearch = before is not null && AreSameToSearch(before.View, View);
        Text = IsSameToSearch ? before!.Text : SearchText.Fold(string.Join('\n', SearchedTexts()));
    }

    /// <summary>Its place in the order of creation.</summary>
    public long Ordinal { get; }

    public ProductView View { get; }

    /// <summary>The highest price of its variants, in won; the lowest is that of the view.</summary>
    public long HighestPrice { get; }

    /// <summary>What words are looked for in, folded; a line for each text.</summary>
    public string Text { get; }

    /// <summary>True when searches and filters by name find what they found before the change.</summary>
    public bool IsSameToSearch { get; }

    /// <summary>Made when it is first asked for.</summary>
    public ReadyJson Json => _json ??= ReadyJson.Of(View, ETags.Of(View));

    /// <summary>The bits of all that it is searched and filtered by.</summary>
    public IEnumerable<int> SignatureBits() =>
    [
        .. Signature.OfText(Text),
        .. View.Vendor is null ? [] : Signature.OfTerm(ProductFilter.Vendor, SearchText.Fold(View.Vendor)),
        .. View.Type is null ? [] : Signature.OfTerm(ProductFilter.Type, SearchText.Fold(View.Type)),
        .. View.Tags.SelectMany(tag => Signature.OfTerm(ProductFilter.Tag, SearchText.Fold(tag))),
        .. View.Variants.SelectMany(variant => variant.Options).Distinct()
            .SelectMany(option => Signature.OfTerm(ProductFilter.Option + SearchText.Fold(option.Key), SearchText.Fold(option.Value))),
    ];

    private IEnumerable<string> SearchedTexts() =>
        [View.Name, View.Vendor ?? "", View.Type ?? "", .. View.Tags, .. View.Variants.Select(variant => variant.Sku)];

    private static bool AreSameToSearch(ProductView one, ProductView other) =>
        one.Name == other.Name && one.Vendor == other.Vendor && one.Type == other.Type && one.Tags.SequenceEqual(other.Tags)
        && one.Variants.Count == other.Variants.Count
        && one.Variants.Zip(other.Variants).All(pair => pair.First.Sku == pair.Second.Sku && AreSame(pair.First.Options, pair.Second.Options));

    private static bool AreSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(option => other.TryGetValue(option.Key, out var value) && value == option.Value);
}
