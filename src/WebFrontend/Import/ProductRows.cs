namespace ECommerce.WebFrontend.Import;

/// <summary>The rows of one product: rows that cannot be used are skipped, the others become one command.</summary>
internal sealed class ProductRows(ShopifyRow first, decimal wonPerUnit, ISet<string> skus, SkippedLines skipped)
{
    private const string NoOptionName = "Title";
    private const string NoOptionValue = "Default Title";

    private sealed record Row(long Line, string Sku, IReadOnlyList<string> Values, long Price, long Stock);

    private readonly IReadOnlyList<string> _names = IsWithoutOptions(first) ? ["", "", ""] : first.OptionNames;
    private readonly string? _refusal = FieldRules.Product(first);
    private readonly List<Row> _rows = [];
    private readonly HashSet<string> _combinations = [];
    private bool _hasSkippedRows;

    /// <summary>The handle that all rows of this product carry.</summary>
    public string Handle => first.Handle;

    /// <summary>Takes a row, the first included.</summary>
    public void Add(ShopifyRow row)
    {
        if (_refusal is null && row.IsVariant && Take(row) is { } reason)
        {
            Skip(row.Line, reason);
        }
    }

    /// <summary>The product; null when it was skipped.</summary>
    public ImportedProduct? Build()
    {
        if (_refusal is not null)
        {
            skipped.Add(first.Line, _refusal);
            return null;
        }

        var variants = Variants();
        if (variants.Count == 0)
        {
            // When rows of it were skipped, their reports already say why there is no variant.
            if (!_hasSkippedRows)
            {
                skipped.Add(first.Line, "the product has no variant");
            }

            return null;
        }

        var command = new SaveProduct(
            first.Title, NullIfEmpty(first.Body), NullIfEmpty(first.Vendor), NullIfEmpty(first.Image), Options(variants), variants);
        return new(Handle, command, first.Line);
    }

    private void Skip(long line, string reason)
    {
        _hasSkippedRows = true;
        skipped.Add(line, reason);
    }

    private string? Take(ShopifyRow row)
    {
        if (FieldRules.Variant(row) is { } reason)
        {
            return reason;
        }

        var values = Values(row);
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

        if (ShopifyNumbers.Won(row.Price, wonPerUnit) is not { } price)
        {
            return row.Price == "" ? "it has no price" : "its price is not usable";
        }

        if (ShopifyNumbers.Stock(row.Quantity) is not { } stock)
        {
            return "its quantity is not usable";
        }

        if (_rows.Count == Bounds.MaximumVariants)
        {
            return $"the product has more than {Bounds.MaximumVariants} variants";
        }

        if (_combinations.Contains(Key(values)))
        {
            return "its option values stand there twice";
        }

        if (row.Sku != "" && !skus.Add(row.Sku))
        {
            return $"the sku \"{row.Sku}\" stands there twice";
        }

        _combinations.Add(Key(values));
        _rows.Add(new(row.Line, row.Sku, values, price, stock));
        return null;
    }

    private IReadOnlyList<string> Values(ShopifyRow row) =>
        IsWithoutOptions(first) && row.OptionValues[0] == NoOptionValue ? ["", .. row.OptionValues.Skip(1)] : row.OptionValues;

    /// <summary>The variants, with skus derived where a row has none. It takes all rows to know which derived skus collide.</summary>
    private List<SaveVariant> Variants()
    {
        var readable = _rows.Where(row => row.Sku == "").CountBy(row => DerivedSku.Readable(Handle, Named(row))).ToDictionary();
        var own = _rows.Select(row => row.Sku).ToHashSet();
        var variants = new List<SaveVariant>();
        foreach (var row in _rows)
        {
            var sku = row.Sku;
            if (sku == "")
            {
                sku = DerivedSku.Readable(Handle, Named(row));
                if (readable[sku] > 1 || own.Contains(sku))
                {
                    sku = DerivedSku.WithHash(Handle, Named(row));
                }

                if (!skus.Add(sku))
                {
                    Skip(row.Line, $"the sku \"{sku}\", derived for it, stands there twice");
                    continue;
                }
            }

            variants.Add(new(sku, OptionsOf(row), row.Price, row.Stock));
        }

        return variants;
    }

    private IEnumerable<string> Named(Row row) => row.Values.Where(value => value != "");

    private Dictionary<string, string> OptionsOf(Row row) =>
        _names.Zip(row.Values).Where(option => option.First != "").ToDictionary(option => option.First, option => option.Second);

    private List<ProductOption> Options(List<SaveVariant> variants) =>
    [
        .. _names.Where(name => name != "")
            .Select(name => new ProductOption(name, [.. variants.Select(variant => variant.Options![name]).Distinct()])),
    ];

    private static bool IsWithoutOptions(ShopifyRow first) =>
        first.OptionNames[0] is NoOptionName && first.OptionValues[0] is NoOptionValue && first.OptionNames.Skip(1).All(name => name == "");

    private static string Key(IEnumerable<string> values) => string.Join('\n', values);

    private static string? NullIfEmpty(string text) => text == "" ? null : text;
}
