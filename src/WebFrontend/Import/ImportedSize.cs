namespace ECommerce.WebFrontend.Import;

/// <summary>How much memory a product takes that waits for the end of an import.</summary>
internal static class ImportedSize
{
    // Of an object with its references and, in a dictionary, its entry.
    private const int Overhead = 100;

    private static readonly Dictionary<string, string> EmptyOptions = [];

    /// <summary>About so many bytes.</summary>
    public static long Size(this SaveProduct product) =>
        Size(product.Name, product.Description, product.Vendor, product.Type, product.ImageUrl)
        + (product.Tags ?? []).Sum(tag => Size(tag))
        + (product.Images ?? []).Sum(image => Size(image.Url, image.Alt))
        + (product.Options ?? []).Sum(option => Size([option.Name, .. option.Values]))
        + product.Variants.Sum(variant => Size(variant.Sku, variant.ImageUrl) + (variant.Options ?? EmptyOptions).Sum(option => Size(option.Key, option.Value)));

    private static long Size(params IEnumerable<string?> texts) => Overhead + texts.Sum(text => text is null ? 0L : Overhead + (text.Length * sizeof(char)));
}
