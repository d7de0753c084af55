using System.Text.Json;

namespace ECommerce.WebFrontend;

/// <summary>A product in the list: what shoppers see, and the text that is searched. Its JSON is made when a page shows it.</summary>
internal sealed class ListedProduct
{
    private readonly PackedText? _description;
    private readonly RecentBytes _recent;
    private WeakReference<byte[]>? _json;
    private string? _etag;

    /// <summary>With the texts of what it was before, where they are still the same.</summary>
    /// <param name="recent">Holds its JSON for a while.</param>
    public ListedProduct(long ordinal, ProductView view, RecentBytes recent, ListedProduct? before = null)
    {
        _recent = recent;
        _description = PackedText.Of(view.Description, before?._description);

        // A silo of an older version knows no tags and no images.
        View = view with { Description = _description is null ? view.Description : null, Tags = view.Tags ?? [], Images = view.Images ?? [] };
        Ordinal = ordinal;
        HighestPrice = View.Variants.Select(variant => variant.Price).DefaultIfEmpty(View.Price).Max();
        IsSameToSearch = before is not null && AreSameToSearch(before.View, View);
        Text = IsSameToSearch ? before!.Text : SearchText.Fold(string.Join('\n', SearchedTexts()));
    }

    /// <summary>Its place in the order of creation.</summary>
    public long Ordinal { get; }

    /// <summary>What shoppers see, without a long description.</summary>
    public ProductView View { get; }

    /// <summary>All that shoppers see.</summary>
    public ProductView Whole => _description is null ? View : View with { Description = _description.ToString() };

    /// <summary>The highest price of its variants, in won; the lowest is that of the view.</summary>
    public long HighestPrice { get; }

    /// <summary>What words are looked for in, folded; a line for each text.</summary>
    public string Text { get; }

    /// <summary>True when searches and filters by name find what they found before the change.</summary>
    public bool IsSameToSearch { get; }

    /// <summary>The ETag of its JSON.</summary>
    public string ETag => _etag ??= ETags.Of(Whole);

    /// <summary>Its JSON. All pages that are kept share the same bytes; when nobody holds them any more, they are made anew.</summary>
    public byte[] Json
    {
        get
        {
            if (_json?.TryGetTarget(out var ready) == true)
            {
                return ready;
            }

            var made = JsonSerializer.SerializeToUtf8Bytes(Whole, HttpJson.Options);
            _json = new(made);
            _recent.Hold(made);
            return made;
        }
    }

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
