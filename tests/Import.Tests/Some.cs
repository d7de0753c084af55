using System.Text;

namespace ECommerce.Import.Tests;

internal static class Some
{
    public const string Header =
        "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value," +
        "Variant SKU,Variant Inventory Qty,Variant Price,Image Src\n";

    public static MemoryStream Utf8(string text) => new(Encoding.UTF8.GetBytes(text));

    public static Task<(List<ImportedProduct> Products, IReadOnlyList<SkippedLine> Skipped)> Rows(params string[] rows) =>
        File(Header + string.Join('\n', rows) + "\n");

    public static Task<(List<ImportedProduct> Products, IReadOnlyList<SkippedLine> Skipped)> File(string text, decimal wonPerUnit = 1) =>
        Bytes(Utf8(text), wonPerUnit);

    public static async Task<(List<ImportedProduct> Products, IReadOnlyList<SkippedLine> Skipped)> Bytes(
        Stream file, decimal wonPerUnit = 1, string? charset = null)
    {
        var report = new ImportReport();
        var products = new List<ImportedProduct>();
        await foreach (var product in ShopifyProducts.Read(file, ImportEncodings.Find(charset)!, wonPerUnit, report))
        {
            products.Add(product);
        }

        return (products, report.Skipped());
    }
}
