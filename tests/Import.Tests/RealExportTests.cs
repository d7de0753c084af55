using ECommerce.Testing;

namespace ECommerce.Import.Tests;

public class RealExportTests
{
    /// <summary>Counted by a plain look at the file: a product is a handle, a variant is a row with the policy that only variants have.</summary>
    [Theory]
    [InlineData("shopify-apparel.csv")]
    [InlineData("shopify-jewelery.csv")]
    public async Task A_real_export_imports_completely(string name)
    {
        var path = SharedData.Find(name);
        var variants = File.ReadAllLines(path).Count(line => line.Contains(",deny,manual,"));
        var handles = File.ReadAllLines(path).Skip(1).Where(line => line.Contains("https://burst") || line.Contains(",deny,manual,"))
            .Where(line => char.IsAsciiLetterLower(line[0])).Select(line => line.Split(',')[0]).Distinct().Count();

        var (products, skipped) = await Some.Bytes(File.OpenRead(path), 1380);

        Assert.Empty(skipped);
        Assert.Equal((handles, variants), (products.Count, products.Sum(p => p.Command.Variants.Count)));
        Assert.All(products, p => Assert.NotNull(p.Command.ImageUrl));
    }
}
