namespace ECommerce.WebFrontend.Import;

/// <summary>The fields of one record that an import uses, without surrounding blanks; empty where there is none.</summary>
/// <param name="Line">Where the record starts in the file.</param>
/// <param name="FollowsGap">Whether the record before it could not be read.</param>
/// <param name="Unsaid">What the file has no columns for.</param>
/// <param name="Body">As it is in the file, blanks included.</param>
/// <param name="OptionNames">As many as <see cref="OptionValues"/>.</param>
/// <param name="OptionOrders">Of each option its values, a line each, where they stand in another order than the rows.</param>
internal sealed record ShopifyRow(
    long Line,
    bool FollowsGap,
    ProductParts Unsaid,
    string Handle,
    string Title,
    string Body,
    string Vendor,
    string Type,
    string Tags,
    string Published,
    string Status,
    string GiftCard,
    string Image,
    string ImagePosition,
    string ImageAlt,
    IReadOnlyList<string> OptionNames,
    IReadOnlyList<string> OptionValues,
    IReadOnlyList<string> OptionOrders,
    string Sku,
    string Price,
    string CompareAtPrice,
    string Quantity,
    string VariantImage)
{
    /// <summary>True when the row has a field of a variant; the others only add an image.</summary>
    public bool IsVariant =>
        Sku != "" || Price != "" || CompareAtPrice != "" || Quantity != "" || VariantImage != "" || OptionValues.Any(value => value != "");

    /// <summary>True when every field is empty: spreadsheets end their exports with rows of commas.</summary>
    public bool IsBlank => Handle == "" && Title == "" && Body == "" && Vendor == "" && Image == "" && !IsVariant;

    /// <summary>True when its picture is the product's main one and none of the others; an export of this shop says so by the place before the first.</summary>
    public bool IsMainImage => ImagePosition == "0";

    /// <summary>The tags, each once.</summary>
    public IReadOnlyList<string> TagList => [.. Tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>True when it sells a card of money, which is no merchandise here.</summary>
    public bool IsGiftCard => Word(GiftCard) is true;

    /// <summary>Whether the product is sold; null when what the file says of it is no status.</summary>
    public ProductStatus? SaleStatus => (Status.ToLowerInvariant(), Word(Published)) switch
    {
        (_, null) when Published != "" => null,
        ("" or "active", false) => ProductStatus.Draft,
        ("" or "active", _) => ProductStatus.Active,
        ("draft" or "unlisted", _) => ProductStatus.Draft,
        ("archived", _) => ProductStatus.Archived,
        _ => null,
    };

    private static bool? Word(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => null,
    };
}
