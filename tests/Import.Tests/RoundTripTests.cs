using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Import.Tests;

public class RoundTripTests
{
    private static readonly string[] Texts = ["a", "셔츠", "x, y", "say \"so\"", "é-1", "100%", "Title", "=1+1", "👕 tee"];
    private static readonly string[] Bodies = ["", "<p>a</p>\n", "one\r\n\"two\", three\r\n\r\n", " 보관 "];

    [Fact]
    public void Products_written_as_CSV_are_read_back_equal()
    {
        var size = Gen.Choose(1, 4);
        var product = from name in Gen.Elements(Texts)
                      from body in Gen.Elements(Bodies)
                      from vendor in Gen.Elements([.. Texts, ""])
                      from options in Gen.Choose(0, 3)
                      from values in Gen.ArrayOf(Gen.ArrayOf(Gen.Elements(Texts), 3), 4)
                      from rows in size
                      from price in Gen.Choose(0, 1_000_000_000)
                      from stock in Gen.Choose(0, 1_000)
                      select (name, body, vendor, options, values, rows, price, stock);
        var products = Gen.ArrayOf(product).ToArbitrary();
        Prop.ForAll(products, drawn =>
        {
            var written = drawn
                .Select((p, i) => Product($"p-{i}", p.name, p.body, p.vendor, p.options, p.values.Take(p.rows), p.price, p.stock))
                .ToList();
            var (read, skipped) = Some.File(Csv(written)).GetAwaiter().GetResult();
            return skipped.Count == 0
                && JsonSerializer.Serialize(written) == JsonSerializer.Serialize(read.Select(p => new Written(p.Id, p.Command)));
        }).QuickCheckThrowOnFailure();
    }

    private sealed record Written(string Id, SaveProduct Command);

    private static Written Product(
        string id, string name, string body, string vendor, int options, IEnumerable<string[]> values, long price, long stock)
    {
        var names = Enumerable.Range(1, options).Select(i => $"옵션 {i}").ToList();
        var rows = values.Select(row => row.Take(options).ToArray()).DistinctBy(row => string.Join('\n', row)).ToList();
        var variants = rows
            .Select((row, i) => new SaveVariant($"{id}/{i}", names.Zip(row).ToDictionary(o => o.First, o => o.Second), price, stock))
            .ToList();
        return new(id, new(name, body == "" ? null : body, vendor == "" ? null : vendor, null,
            [.. names.Select((option, i) => new ProductOption(option, [.. rows.Select(row => row[i]).Distinct()]))], variants,
            Tags: [], Images: [], Status: ProductStatus.Active));
    }

    private static string Csv(IEnumerable<Written> products)
    {
        var csv = new StringBuilder(Some.Header);
        foreach (var (id, product) in products)
        {
            for (var i = 0; i < product.Variants.Count; i++)
            {
                var (variant, first) = (product.Variants[i], i == 0);
                var options = Enumerable.Range(0, 3).SelectMany(o => o < product.Options!.Count
                    ? [first ? product.Options[o].Name : "", variant.Options![product.Options[o].Name]]
                    : new[] { "", "" });
                string?[] fields = [id, first ? product.Name : "", first ? product.Description : "", first ? product.Vendor : "",
                    .. options, variant.Sku, $"{variant.Stock}", $"{variant.Price}", ""];
                csv.AppendJoin(',', fields.Select(field => $"\"{field?.Replace("\"", "\"\"")}\"")).Append('\n');
            }
        }

        return csv.ToString();
    }
}
