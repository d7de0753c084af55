using CsvHelper;

namespace ECommerce.WebFrontend.Import;

/// <summary>The positions of the columns that an import uses. Shopify renamed its columns once; either name is known, in any case.</summary>
internal sealed class ShopifyColumns
{
    // The name of today first.
    private static readonly IReadOnlyList<string[]> Used =
    [
        ["Title"], ["URL handle", "Handle"], ["Description", "Body (HTML)"], ["Vendor"], ["Type"], ["Tags"],
        ["Published on online store", "Published"], ["Status"], ["Gift card"], ["SKU", "Variant SKU"], ["Price", "Variant Price"],
        ["Compare-at price", "Variant Compare At Price"], ["Inventory quantity", "Variant Inventory Qty"],
        ["Product image URL", "Image Src"], ["Image position"], ["Image alt text"], ["Variant image URL", "Variant Image"],
        .. Enumerable.Range(1, Bounds.MaximumOptions).SelectMany(i => new string[][] { [OptionName(i)], [OptionValue(i)], [OptionOrder(i)] }),
    ];

    private static readonly IReadOnlyDictionary<string, string> NameOfToday = Used
        .SelectMany(names => names, (names, name) => (names[0], name))
        .ToDictionary(pair => pair.name, pair => pair.Item1, StringComparer.OrdinalIgnoreCase);

    private static readonly IReadOnlyList<(ProductParts Part, string[] Columns)> Parts =
    [
        (ProductParts.Status, ["Status", "Published on online store"]),
        (ProductParts.Description, ["Description"]),
        (ProductParts.Vendor, ["Vendor"]),
        (ProductParts.Type, ["Type"]),
        (ProductParts.Tags, ["Tags"]),
        (ProductParts.Images, ["Product image URL"]),
        (ProductParts.CompareAtPrice, ["Compare-at price"]),
        (ProductParts.VariantImage, ["Variant image URL"]),
        (ProductParts.Options, [.. Enumerable.Range(1, Bounds.MaximumOptions).SelectMany(i => (string[])[OptionName(i), OptionValue(i)])]),
    ];

    private readonly Dictionary<string, int> _byName = [];
    private readonly List<string> _ignored = [];
    private readonly ProductParts _unsaid;

    private ShopifyColumns(CsvReader header)
    {
        Count = header.FieldCount;
        for (var i = 0; i < Count; i++)
        {
            var name = header.GetString(i).Trim();
            if (!NameOfToday.TryGetValue(name, out var today))
            {
                _ignored.Add(name);
            }
            else if (!_byName.TryAdd(today, i))
            {
                throw new ImportFormatException($"The column \"{name}\" stands there twice.");
            }
        }

        _unsaid = Parts.Where(part => !part.Columns.Any(_byName.ContainsKey)).Aggregate(ProductParts.None, (unsaid, part) => unsaid | part.Part);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The names of columns that are not used, as the file writes them.</summary>
    public IReadOnlyList<string> Ignored => [.. _ignored.Where(name => name != "")];

    /// <summary>Takes the current record as the header.</summary>
    public static ShopifyColumns Find(CsvReader header)
    {
        var columns = new ShopifyColumns(header);
        foreach (var required in (string[])["Title", "Price"])
        {
            if (!columns._byName.ContainsKey(required))
            {
                throw new ImportFormatException($"The file has no column \"{required}\": it is no Shopify product export.");
            }
        }

        return columns;
    }

    /// <summary>The character that parts the most known columns in a header.</summary>
    public static char Separator(string header) => ",;\t".MaxBy(separator =>
        header.Split(separator).Count(name => NameOfToday.ContainsKey(name.Trim().Trim('"').Trim())));

    /// <summary>The current record; null when some of its text is not in the encoding of the file.</summary>
    public ShopifyRow? Row(CsvReader csv, bool followsGap)
    {
        var isText = true;
        var row = new ShopifyRow(
            csv.LineNumber,
            followsGap,
            _unsaid,
            Field("URL handle"),
            Field("Title"),
            Raw("Description"),
            Field("Vendor"),
            Field("Type"),
            Field("Tags"),
            Field("Published on online store"),
            Field("Status"),
            Field("Gift card"),
            Field("Product image URL"),
            Field("Image position"),
            Field("Image alt text"),
            [.. Enumerable.Range(1, Bounds.MaximumOptions).Select(i => Field(OptionName(i)))],
            [.. Enumerable.Range(1, Bounds.MaximumOptions).Select(i => Field(OptionValue(i)))],
            [.. Enumerable.Range(1, Bounds.MaximumOptions).Select(i => Field(OptionOrder(i)))],
            Field("SKU"),
            Field("Price"),
            Field("Compare-at price"),
            Field("Inventory quantity"),
            Field("Variant image URL"));
        return isText ? row : null;

        string Field(string name) => Raw(name).Trim();

        string Raw(string name)
        {
            if (!_byName.TryGetValue(name, out var column))
            {
                return "";
            }

            var text = csv.GetString(column);
            isText &= !text.Contains('\uFFFD', StringComparison.Ordinal);
            return isText ? FormulaCell.Restore(text).ToNormalForm() : "";
        }
    }

    private static string OptionName(int option) => $"Option{option} name";

    private static string OptionValue(int option) => $"Option{option} value";

    // No column of Shopify's: the export of this shop has it.
    private static string OptionOrder(int option) => $"Option{option} values";
}
