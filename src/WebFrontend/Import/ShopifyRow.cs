namespace ECommerce.WebFrontend.Import;

/// <summary>The fields of one record that an import uses, without surrounding blanks; empty where there is none.</summary>
/// <param name="Line">Where the record starts in the file.</param>
/// <param name="Body">As it is in the file, blanks included.</param>
/// <param name="OptionNames">As many as <see cref="OptionValues"/>.</param>
public sealed record ShopifyRow(
    long Line,
    string Handle,
    string Title,
    string Body,
    string Vendor,
    string Image,
    IReadOnlyList<string> OptionNames,
    IReadOnlyList<string> OptionValues,
    string Sku,
    string Price,
    string Quantity)
{
    /// <summary>True when the row has a field of a variant; the others only add an image, or nothing.</summary>
    public bool IsVariant => Sku != "" || Price != "" || Quantity != "" || OptionValues.Any(value => value != "");

    /// <summary>True when every field is empty: spreadsheets end their exports with rows of commas.</summary>
    public bool IsBlank => Handle == "" && Title == "" && Body == "" && Vendor == "" && Image == "" && !IsVariant;
}
