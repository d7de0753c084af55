using System.Globalization;

namespace ECommerce.WebFrontend.Import;

/// <summary>The rows of one product: rows that cannot be used are skipped, the others become one command.</summary>
internal sealed class ProductRows(string handle, ShopifyRow first, decimal wonPerUnit, ISet<string> skus, ImportReport report)
{
    private static readonly string TooManyImages = $"the product has more than {Bounds.MaximumImages} pictures";

    /// <summary>A variant. Numbers are null when the row was skipped: it still counts where rows are told apart.</summary>
    private sealed record Row(long Line, string Sku, string Image, IReadOnlyList<string> Values, Numbers? Numbers);

    private sealed record Picture(string Url, string Alt, int Position, bool IsMain);

    private sealed record Numbers(long Price, long? CompareAtPrice, long? Stock);

    private readonly IReadOnlyList<string> _names = IsWithoutOptions(first) ? ["", "", ""] : first.OptionNames;
    private readonly string? _refusal = FieldRules.Product(handle, first);
    private readonly List<Row> _rows = [];
    private readonly List<Picture> _images = [];
    private readonly HashSet<string> _combinations = [];

    // Lines that were taken and are no variant's; no more than a report has room for.
    private readonly List<long> _otherLines = [];
    private bool _hasSkippedRows;

    /// <summary>Takes a row, the first included.</summary>
    public void Add(ShopifyRow row)
    {
        if (first.IsGiftCard)
        {
            report.PassOver(row.Line, "it is a gift card, which this shop does not sell");
        }
        else if (_refusal is not null)
        {
            report.Skip(row.Line, row.Line == first.Line ? _refusal : $"its product is left out because of line {first.Line}: {_refusal}");
        }
        else
        {
            var unusable = FieldRules.Image(row) ?? (IsNewImage(row) && _images.Count == Bounds.MaximumImages ? TooManyImages : null);
            if ((row.IsVariant ? Take(row, unusable) : unusable ?? NamesNothing(row)) is { } reason)
            {
                Skip(row.Line, reason);
                if (unusable is null)
                {
                    KeepImage(row);
                }
            }
            else
            {
                Keep(row);
            }
        }
    }

    /// <summary>The product; null when it was skipped.</summary>
    public ImportedProduct? Build()
    {
        if (first.IsGiftCard || _refusal is not null)
        {
            return null;
        }

        var (variants, lines) = Variants();
        if (variants.Count == 0)
        {
            var reason = _hasSkippedRows ? "its product is left out: none of its variants could be used" : "the product has no variant";
            _otherLines.ForEach(line => report.Skip(line, reason));
            return null;
        }

        var images = Images();
        var command = new SaveProduct(
            first.Title, NullIfEmpty(first.Body), NullIfEmpty(first.Vendor), MainImage(images), Options(), variants,
            NullIfEmpty(first.Type), first.TagList, images, first.SaleStatus);
        return new(handle, command, lines, _otherLines, [.. variants.Select(variant => variant.Sku).Except(_rows.Select(row => row.Sku))], first.Unsaid);
    }

    private void Skip(long line, string reason)
    {
        _hasSkippedRows = true;
        report.Skip(line, reason);
    }

    // A line that was cut looks like this, and nobody knows which variant it was about.
    private static string? NamesNothing(ShopifyRow row) => row.Image == "" ? "it names neither a variant nor a picture" : null;

    private bool IsNewImage(ShopifyRow row) => row.Image != "" && _images.TrueForAll(image => image.Url != row.Image || image.IsMain != row.IsMainImage);

    private void KeepImage(ShopifyRow row)
    {
        if (IsNewImage(row))
        {
            var hasPosition = int.TryParse(row.ImagePosition, NumberStyles.None, CultureInfo.InvariantCulture, out var position);
            _images.Add(new(row.Image, row.ImageAlt, hasPosition ? position : int.MaxValue, row.IsMainImage));
        }
    }

    private void Keep(ShopifyRow row)
    {
        KeepImage(row);

        if (!row.IsVariant && _otherLines.Count <= ImportReport.MaximumListed)
        {
            _otherLines.Add(row.Line);
        }
    }

    /// <summary>Why a row is not taken; null when it is.</summary>
    /// <param name="unusable">What is known to be wrong with it. It still counts where rows are told apart.</param>
    private string? Take(ShopifyRow row, string? unusable)
    {
        if (FieldRules.Variant(row) is { } reason)
        {
            return reason;
        }

        if (_rows.Count == Bounds.MaximumVariants)
        {
            return $"the product has more than {Bounds.MaximumVariants} variants";
        }

        if (row.Sku != "" && !skus.Add(row.Sku))
        {
            return $"the sku \"{row.Sku}\" stands there twice";
        }

        var values = Values(row);
        if (AgainstOptions(row, values) is { } mismatch)
        {
            return mismatch;
        }

        var areTold = row.Sku == "" || !row.Unsaid.HasFlag(ProductParts.Options);
        if (areTold && !_combinations.Add(string.Join('\n', values)))
        {
            return "its option values stand there twice";
        }

        Numbers? numbers = null;
        unusable ??= Read(row, out numbers);
        _rows.Add(new(row.Line, row.Sku, row.VariantImage, values, numbers));
        return unusable;
    }

    private string? AgainstOptions(ShopifyRow row, IReadOnlyList<string> values)
    {
        for (var i = 0; i < _names.Count; i++)
        {
            if (row.OptionNames[i] != "" && row.OptionNames[i] != first.OptionNames[i])
            {
                return $"its Option{i + 1} Name is not the product's";
            }

            if ((values[i] == "") != (_names[i] == ""))
            {
                return values[i] == ""
                    ? $"it has no value for the option \"{_names[i]}\""
                    : $"its Option{i + 1} Value belongs to no option";
            }
        }

        return null;
    }

    private string? Read(ShopifyRow row, out Numbers? numbers)
    {
        numbers = null;
        if (ShopifyNumbers.Won(row.Price, wonPerUnit) is not { } price)
        {
            return row.Price == "" ? "it has no price" : "its price is not usable";
        }

        var compareAt = row.CompareAtPrice == "" ? 0 : ShopifyNumbers.Won(row.CompareAtPrice, wonPerUnit);
        if (compareAt is null)
        {
            return "its compare-at price is not usable";
        }

        var stock = ShopifyNumbers.Stock(row.Quantity);
        if (stock is null && row.Quantity != "")
        {
            return "its quantity is not usable";
        }

        numbers = new(price, compareAt > 0 ? compareAt : null, stock);
        return null;
    }

    private IReadOnlyList<string> Values(ShopifyRow row) =>
        IsWithoutOptions(first) && row.OptionValues[0] == ProductRules.NoOptionValue ? ["", .. row.OptionValues.Skip(1)] : row.OptionValues;

    /// <summary>
    /// The variants, with skus derived where a row has none. It takes all rows to know which derived skus collide; the skipped ones too,
    /// or a variant would get another sku while the row of its neighbour is skipped.
    /// </summary>
    private (List<SaveVariant> Variants, List<long> Lines) Variants()
    {
        var readable = _rows.Where(row => row.Sku == "").CountBy(row => DerivedSku.Readable(handle, Named(row))).ToDictionary();
        var own = _rows.Select(row => row.Sku).ToHashSet();
        var (variants, lines) = (new List<SaveVariant>(), new List<long>());
        foreach (var row in _rows)
        {
            var sku = row.Sku;
            if (sku == "")
            {
                sku = DerivedSku.Readable(handle, Named(row));
                if (readable[sku] > 1 || own.Contains(sku))
                {
                    sku = DerivedSku.WithHash(handle, Named(row));
                }

                if (!skus.Add(sku) && row.Numbers is not null)
                {
                    Skip(row.Line, $"the sku \"{sku}\", derived for it, stands there twice");
                    continue;
                }
            }

            if (row.Numbers is { } numbers)
            {
                variants.Add(new(sku, OptionsOf(row), numbers.Price, numbers.Stock, numbers.CompareAtPrice, NullIfEmpty(row.Image)));
                lines.Add(row.Line);
            }
        }

        return (variants, lines);
    }

    private IEnumerable<string> Named(Row row) => row.Values.Where(value => value != "");

    private Dictionary<string, string> OptionsOf(Row row) =>
        _names.Zip(row.Values).Where(option => option.First != "").ToDictionary(option => option.First, option => option.Second);

    /// <summary>With the values of skipped rows, in their place: the product may have those variants. What it has not is left out when it is saved.</summary>
    private List<ProductOption> Options() =>
    [
        .. _names.Index().Where(name => name.Item != "").Select(name => new ProductOption(name.Item, Ordered(name.Index, _rows.Select(row => row.Values[name.Index])))),
    ];

    private List<string> Ordered(int option, IEnumerable<string> values) =>
        [.. first.OptionOrders[option].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Intersect(values).Union(values)];

    private List<ProductImage> Images() =>
    [
        .. _images
            .Where(image => !image.IsMain)
            .OrderBy(image => image.Position)
            .Select(image => new ProductImage(image.Url, NullIfEmpty(image.Alt))),
    ];

    private string? MainImage(List<ProductImage> images) => _images.Find(image => image.IsMain)?.Url ?? images.FirstOrDefault()?.Url;

    private static bool IsWithoutOptions(ShopifyRow first) =>
        first.OptionValues[0] is ProductRules.NoOptionValue && first.OptionNames.Skip(1).All(name => name == "");

    private static string? NullIfEmpty(string text) => text == "" ? null : text;
}
