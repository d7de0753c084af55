namespace ECommerce.Import.Tests;

public class DerivedSkuTests
{
    [Fact]
    public async Task A_missing_sku_follows_from_handle_and_values()
    {
        var (products, _) = await Some.Rows("Wool-Coat,C,,,색상,짙은 회색,Size,XL / 100,,,,,1,");
        Assert.Equal("wool-coat-짙은-회색-xl-100", products[0].Command.Variants[0].Sku);
    }

    [Fact]
    public async Task Colliding_skus_all_get_a_hash_so_that_their_order_does_not_matter()
    {
        var (there, _) = await Some.Rows("a,A,,,S,x y,,,,,,,1,", "a,,,,,x-y,,,,,,,1,", "a,,,,,z,,,,,,,1,");
        var (back, _) = await Some.Rows("a,A,,,S,z,,,,,,,1,", "a,,,,,x-y,,,,,,,1,", "a,,,,,x y,,,,,,,1,");
        Assert.Equal(Skus(there), Skus(back));
        Assert.Equal(3, Skus(there).Distinct().Count());
        Assert.Equal("a-z", Skus(there)[2]);

        static List<string> Skus(List<ImportedProduct> products) =>
            [.. products[0].Command.Variants.OrderBy(v => v.Options!["S"], StringComparer.Ordinal).Select(v => v.Sku)];
    }

    [Fact]
    public async Task A_sku_given_to_another_variant_of_the_product_is_not_derived_again()
    {
        var (products, skipped) = await Some.Rows("a,A,,,S,x,,,,,,,1,", "a,,,,,y,,,,,a-x,,1,");
        Assert.Empty(skipped);
        Assert.Matches("^a-x-[0-9a-f]{8}$", products[0].Command.Variants[0].Sku);
    }

    [Fact]
    public async Task A_long_sku_is_cut_and_stays_unique()
    {
        var handle = new string('h', 128);
        var (products, _) = await Some.Rows($"{handle},A,,,S,x,,,,,,,1,", $"{handle},,,,,y,,,,,,,1,");
        var skus = products[0].Command.Variants.Select(v => v.Sku).ToList();
        Assert.All(skus, sku => Assert.Equal(128, sku.Length));
        Assert.NotEqual(skus[0], skus[1]);
    }
}
