using System.Text;

namespace ECommerce.Import.Tests;

/// <summary>What each column reads of each way to write a number. What is not read skips its line.</summary>
public class NumberTests
{
    private const string Skipped = "skipped";

    // As written; as a price; as a compare-at price; as a quantity.
    public static TheoryData<string, string, string, string> Writings => new()
    {
        { "5", "5", "5", "5" },
        { " 5 ", "5", "5", "5" },
        { "\u00A05\u3000", "5", "5", "5" },
        { "007", "7", "7", "7" },
        { "5.0", "5", "5", "5" },
        { "5.", "5", "5", "5" },
        { "5.00", "5", "5", "5" },
        { "5.5", "6", "6", Skipped },
        { ".5", "1", "1", Skipped },
        { "0", "0", "none", "0" },
        { "0.00", "0", "none", "0" },
        { "", Skipped, "none", "none" },
        { "-5", Skipped, Skipped, "0" },
        { "-0", Skipped, Skipped, "0" },
        { "+5", Skipped, Skipped, Skipped },
        { "1,000", Skipped, Skipped, Skipped },
        { "1.000", Skipped, Skipped, Skipped },
        { "1.000,00", Skipped, Skipped, Skipped },
        { "1,000.00", Skipped, Skipped, Skipped },
        { "59,50", Skipped, Skipped, Skipped },
        { "1 000", Skipped, Skipped, Skipped },
        { "1'000", Skipped, Skipped, Skipped },
        { "1e3", Skipped, Skipped, Skipped },
        { "1E+05", Skipped, Skipped, Skipped },
        { "0x10", Skipped, Skipped, Skipped },
        { "₩1000", Skipped, Skipped, Skipped },
        { "$10", Skipped, Skipped, Skipped },
        { "1000원", Skipped, Skipped, Skipped },
        { "５", Skipped, Skipped, Skipped },
        { "many", Skipped, Skipped, Skipped },
        { "NaN", Skipped, Skipped, Skipped },
        { "Infinity", Skipped, Skipped, Skipped },
        { "--5", Skipped, Skipped, Skipped },
        { "1.2.3", Skipped, Skipped, Skipped },
        { "0.4", Skipped, Skipped, Skipped },
        { "0.125", Skipped, Skipped, Skipped },
        { "1000000000", "1000000000", "1000000000", "1000000000" },
        { "1000000001", Skipped, Skipped, Skipped },
        { "99999999999999999999999999999", Skipped, Skipped, Skipped },
    };

    [Theory]
    [MemberData(nameof(Writings))]
    public async Task A_number_is_read_or_its_line_is_skipped(string written, string price, string compareAtPrice, string quantity)
    {
        Assert.Equal(price, await Read("Variant Price", written, variant => variant.Price));
        Assert.Equal(compareAtPrice, await Read("Variant Compare At Price", written, variant => variant.CompareAtPrice));
        Assert.Equal(quantity, await Read("Variant Inventory Qty", written, variant => variant.Stock));
    }

    private static async Task<string> Read(string column, string written, Func<SaveVariant, long?> number)
    {
        string[] columns = ["Variant Price", "Variant Compare At Price", "Variant Inventory Qty"];
        var fields = columns.Select(it => it == column ? $"\"{written}\"" : it == "Variant Price" ? "1" : "");
        var file = $"Handle,Title,Option1 Name,Option1 Value,{string.Join(',', columns)}\na,A,Size,S,1,,\na,,,M,{string.Join(',', fields)}\n";

        var (products, skipped) = await Some.Bytes(new MemoryStream(Encoding.UTF8.GetBytes(file)));

        var variants = Assert.Single(products).Command.Variants;
        Assert.Equal(2, variants.Count + skipped.Count);
        return variants.Count == 1 ? Skipped : number(variants[1])?.ToString() ?? "none";
    }
}
