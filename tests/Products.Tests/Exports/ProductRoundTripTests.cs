using System.Text;
using System.Text.Json;
using ECommerce.WebFrontend.Exports;
using ECommerce.WebFrontend.Import;
using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Products.Tests.Exports;

public class ProductRoundTripTests
{
    private static readonly Gen<string> Text = Gen.Elements(
        "a", "셔츠", "x, y", "say \"so\"", "=1+1", "+82", "-20%", "@home", "'=1", "''-a", "'90s", "'", "👕 tee", "Title", "é", "a;b", "1,000", "0", "TRUE", " a", "셔츠\u00a0", "Default title");

    private static readonly Gen<string?> Body = Gen.Elements<string?>(
        null, "", " ", "<p>a</p>\n", "one\r\n\"two\", three\r\n\r\n", " 보관 ", "\t=1", "\r=1", "'\t", "=cmd|' /C calc'!A0");

    private static readonly Gen<ProductView> Product =
        from name in Text
        from body in Body
        from vendor in Gen.OneOf(Text.Select(text => (string?)text), Gen.Constant((string?)null))
        from type in Gen.OneOf(Text.Select(text => (string?)text), Gen.Constant((string?)null))
        from tags in Gen.Elements("-new", "'=a", "겨울", "b c", " b c ", "겨울\t").ArrayOf()
        from options in Gen.Choose(0, 3)
        from rows in Text.ArrayOf(3).ArrayOf(4)
        from price in Gen.Choose(0, 1_000_000_000)
        from compareAt in Gen.Elements<long?>(null, 0, 1, 1_000_000_000)
        from images in Gen.Choose(0, 6)
        from main in Gen.Elements<string?>(null, "/0.jpg", "/1.jpg", "https://images.example/main.jpg?a=1,2")
        from isReversed in Gen.Elements(true, false)
        from status in Gen.Elements(ProductStatus.Active, ProductStatus.Draft, ProductStatus.Archived)
        select Build(name, body, vendor, type, [.. tags.Distinct()], [.. rows.Select(row => row[..options])], price, compareAt, images, main, isReversed, status);

    [Fact]
    public void What_is_exported_is_imported_as_the_same_products() =>
        Prop.ForAll(Product.ArrayOf().ToArbitrary(), drawn =>
        {
            var products = drawn.Select((product, i) => Kept(Named(product, $"p-{i}"))).ToList();
            var (read, skipped) = Import(products).GetAwaiter().GetResult();
            return (skipped.Count == 0 && Json(products.Select(Command)) == Json(read.Select(product => product.Command)))
                .Label($"{string.Join('\n', skipped)}\n{Json(products.Select(Command))}\n{Json(read.Select(product => product.Command))}");
        }).QuickCheckThrowOnFailure();

    private static ProductView Build(
        string name, string? body, string? vendor, string? type, string[] tags, string[][] rows, long price, long? compareAt, int images, string? main,
        bool isReversed, ProductStatus status)
    {
        var names = Enumerable.Range(1, rows[0].Length).Select(i => $"-옵션 {i}").ToList();
        var values = rows.DistinctBy(row => string.Join('\n', row.Select(value => value.Trim()))).ToList();
        var pictures = Enumerable.Range(0, images).Select(i => new ProductImage($"/{i}.jpg", i % 2 == 0 ? null : "=alt")).ToList();
        return new(
            "", name, body, vendor, main ?? pictures.FirstOrDefault()?.Url, price,
            [.. names.Select((option, i) => new ProductOption(option, Ordered(values.Select(row => row[i]), isReversed)))],
            [.. values.Select((row, i) => new VariantView($"+{i}", names.Zip(row).ToDictionary(), price, i, compareAt, i == 1 ? "/v.jpg" : null))],
            SoldOut: false, type, tags, pictures, compareAt, status);
    }

    private static List<string> Ordered(IEnumerable<string> values, bool isReversed)
    {
        var distinct = values.DistinctBy(value => value.Trim());
        return [.. isReversed ? distinct.Reverse() : distinct];
    }

    // What a shop keeps of a product that is saved so.
    private static ProductView Kept(ProductView product)
    {
        var kept = ProductRules.Normal(Command(product));
        Assert.Empty(ProductRules.Of(product.Id, kept));
        return product with
        {
            Name = kept.Name,
            Description = kept.Description,
            Vendor = kept.Vendor,
            Type = kept.Type,
            Tags = kept.Tags!,
            Images = kept.Images!,
            Options = kept.Options!,
            Variants = [.. product.Variants.Zip(kept.Variants, (shown, variant) => shown with { Options = variant.Options!, CompareAtPrice = variant.CompareAtPrice })],
        };
    }

    private static ProductView Named(ProductView product, string id) =>
        product with { Id = id, Variants = [.. product.Variants.Select(variant => variant with { Sku = $"{variant.Sku}{id}" })] };

    private static SaveProduct Command(ProductView product) => new(
        product.Name, product.Description, product.Vendor, product.ImageUrl, product.Options,
        [.. product.Variants.Select(variant => new SaveVariant(variant.Sku, variant.Options, variant.Price, variant.Stock, variant.CompareAtPrice, variant.ImageUrl))],
        product.Type, product.Tags, product.Images, product.Status);

    private static async Task<(List<ImportedProduct> Products, IReadOnlyList<SkippedLine> Skipped)> Import(IReadOnlyList<ProductView> products)
    {
        using var file = new MemoryStream();
        await new CsvFile("products.csv", ProductTable.Columns, products.SelectMany(ProductTable.Rows).ToAsyncEnumerable()).WriteTo(file);
        file.Position = 0;
        var (report, read) = (new ImportReport(), new List<ImportedProduct>());
        await foreach (var product in ShopifyProducts.Read(file, Encoding.UTF8, 1, report))
        {
            read.Add(product);
        }

        Assert.Empty(report.Ignored);
        return (read, report.Skipped());
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
