using CsvHelper;

namespace ECommerce.WebFrontend.Import;

/// <summary>The positions of the columns that an import uses. Published and Status are not among them: drafts are imported too.</summary>
internal sealed class ShopifyColumns
{
    private static readonly HashSet<string> Used = new(StringComparer.OrdinalIgnoreCase)
    {
        "Handle", "Title", "Body (HTML)", "Vendor", "Image Src", "Variant SKU", "Variant Price", "Variant Inventory Qty",
        "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
    };

    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _count;
    private readonly int[] _optionNames;
    private readonly int[] _optionValues;

    private ShopifyColumns(CsvReader header)
    {
        _count = header.FieldCount;
        for (var i = 0; i < _count; i++)
        {
            var name = header.GetString(i).Trim();
            if (Used.Contains(name) && !_byName.TryAdd(name, i))
            {
                throw new ImportFormatException($"The column \"{name}\" stands there twice.");
            }
        }

        _optionNames = [.. Enumerable.Range(1, Bounds.MaximumOptions).Select(i => Optional($"Option{i} Name"))];
        _optionValues = [.. Enumerable.Range(1, Bounds.MaximumOptions).Select(i => Optional($"Option{i} Value"))];
    }

    /// <summary>Takes the current record as the header.</summary>
    public static ShopifyColumns Find(CsvReader header)
    {
        var columns = new ShopifyColumns(header);
        foreach (var required in (string[])["Handle", "Title", "Variant Price"])
        {
            if (!columns._byName.ContainsKey(required))
            {
                throw new ImportFormatException($"The file has no column \"{required}\": it is no Shopify product export.");
            }
        }

        return columns;
    }

    /// <summary>
    /// True when the record has more fields than the header: then its fields have moved. Fewer are fine, since spreadsheets leave
    /// out empty fields at the end.
    /// </summary>
    public bool HasMoreFields(CsvReader csv) => csv.FieldCount > _count;

    public ShopifyRow Row(CsvReader csv)
    {
        return new(
            csv.LineNumber,
            Field("Handle"),
            Field("Title"),
            Raw("Body (HTML)"),
            Field("Vendor"),
            Field("Image Src"),
            [.. _optionNames.Select(At)],
            [.. _optionValues.Select(At)],
            Field("Variant SKU"),
            Field("Variant Price"),
            Field("Variant Inventory Qty"));

        string Field(string name) => At(Optional(name));
        string At(int column) => column < 0 ? "" : csv.GetString(column).Trim();
        string Raw(string name) => Optional(name) is >= 0 and var column ? csv.GetString(column) : "";
    }

    private int Optional(string name) => _byName.GetValueOrDefault(name, -1);
}
