namespace ECommerce.Import.Tests;

/// <summary>The import applies the rules of the grain to each row, so that one bad row does not cost the whole product.</summary>
public class SameRulesTests
{
    private static readonly string At300 = new('x', Bounds.MaximumNameLength);

    // Columns of a row: title, body, vendor, option name, option value, sku, image address.
    private static readonly string[] Values =
    [
        "a", "두 단어", At300, At300 + "x", new('x', Bounds.MaximumIdLength), new('x', Bounds.MaximumIdLength + 1), "bell\a", "a\nb", ".", "..",
        "/x.jpg", "https://images.example/x.jpg", "//elsewhere.example/x.jpg", "javascript:alert(1)", "/" + new string('u', Bounds.MaximumUrlLength),
    ];

    [Fact]
    public async Task An_option_value_of_150_characters_is_imported()
    {
        var value = new string('v', 150);

        var (products, skipped) = await Some.Rows($"a,A,,,Size,{value},,,,,S-1,,1,");

        Assert.Empty(skipped);
        var product = Assert.Single(products);
        Assert.Equal([value], product.Command.Options![0].Values);
        Assert.Empty(ProductRules.Of(product.Id, product.Command));
    }

    [Fact]
    public async Task An_option_value_that_the_grain_refuses_skips_its_row_and_spares_the_product()
    {
        foreach (var value in (string[])[At300 + "x", "bell\a", "\"two\nlines\""])
        {
            var (products, skipped) = await Some.Rows("a,A,,,Size,S,,,,,S-1,,1,", $"a,,,,,{value},,,,,S-2,,1,");

            Assert.Equal("S-1", Assert.Single(Assert.Single(products).Command.Variants).Sku);
            Assert.StartsWith("its option value ", Assert.Single(skipped).Reason);
        }
    }

    [Fact]
    public async Task What_the_import_takes_the_grain_takes_and_what_the_grain_refuses_the_import_skips()
    {
        foreach (var value in Values)
        {
            foreach (var (column, command) in Commands(value))
            {
                var (products, skipped) = await Some.Rows(Row(column, value));

                Assert.Equal(ProductRules.Of("a", command).Count == 0, products.Count == 1);
                Assert.NotEqual(products.Count, skipped.Count);
                Assert.All(products, product => Assert.Empty(ProductRules.Of(product.Id, product.Command)));
            }
        }
    }

    /// <summary>For each column of text, the command that a row with this value stands for.</summary>
    private static IEnumerable<(int Column, SaveProduct Command)> Commands(string value)
    {
        var good = new SaveProduct(
            "A", null, null, null, [new ProductOption("Size", ["S"])],
            [new SaveVariant("S-1", new Dictionary<string, string> { ["Size"] = "S" }, 1, 0)]);
        var variant = good.Variants[0];
        yield return (1, good with { Name = value });
        yield return (2, good with { Description = value });
        yield return (3, good with { Vendor = value });
        yield return (4, good with
        {
            Options = [new ProductOption(value, ["S"])],
            Variants = [variant with { Options = new Dictionary<string, string> { [value] = "S" } }],
        });
        yield return (5, good with
        {
            Options = [new ProductOption("Size", [value])],
            Variants = [variant with { Options = new Dictionary<string, string> { ["Size"] = value } }],
        });
        yield return (10, good with { Variants = [variant with { Sku = value }] });
        yield return (13, good with { ImageUrl = value, Images = [new ProductImage(value, null)] });
    }

    private static string Row(int column, string value)
    {
        string[] fields = ["a", "A", "", "", "Size", "S", "", "", "", "", "S-1", "", "1", ""];
        fields[column] = $"\"{value}\"";
        return string.Join(',', fields);
    }
}
