namespace ECommerce.Grains.Tests.Products;

public sealed class ProductRulesTests
{
    private static readonly SaveProduct Good = Some.SaveProduct(("m", 1), ("l", 1));

    public static TheoryData<string, SaveProduct> Nonsense => new()
    {
        { "name", Good with { Name = "" } },
        { "name", Good with { Name = "half a pair \ud83d" } },
        { "description", Good with { Description = new string('d', Bounds.MaximumDescriptionLength + 1) } },
        { "vendor", Good with { Vendor = "a\nb" } },
        { "imageUrl", Good with { ImageUrl = "javascript:alert(1)" } },
        { "imageUrl", Good with { ImageUrl = "//elsewhere.example/x.png" } },
        { "options", Good with { Options = [.. Good.Options, .. Good.Options] } },
        { "options", Good with { Options = [new ProductOption("Size", [])] } },
        { "options", Good with { Options = [new ProductOption("Size", ["m", "m"])] } },
        { "options", Good with { Options = [.. "abcd".Select(name => new ProductOption(name.ToString(), ["x"]))] } },
        { "variants", Good with { Variants = [] } },
        { "variants", Good with { Variants = [Good.Variants[0], Good.Variants[0] with { Options = Good.Variants[1].Options }] } },
        { "variants", Good with { Variants = [Good.Variants[0], Good.Variants[1] with { Options = Good.Variants[0].Options }] } },
        { "variants[1].sku", Good with { Variants = [Good.Variants[0], Good.Variants[1] with { Sku = " l" }] } },
        { "variants[0].price", Good with { Variants = [Good.Variants[0] with { Price = -1 }] } },
        { "variants[0].price", Good with { Variants = [Good.Variants[0] with { Price = Bounds.MaximumPrice + 1 }] } },
        { "variants[0].stock", Good with { Variants = [Good.Variants[0] with { Stock = -1 }] } },
        { "variants[0].options", Good with { Variants = [Good.Variants[0] with { Options = new Dictionary<string, string>() }] } },
        { "variants[0].options", Good with { Variants = [Good.Variants[0] with { Options = new Dictionary<string, string> { ["Sku"] = "s" } }] } },
    };

    [Theory]
    [MemberData(nameof(Nonsense), DisableDiscoveryEnumeration = true)]
    public void What_makes_no_sense_is_named_by_its_field(string field, SaveProduct product) =>
        Assert.Equal(field, ProductRules.Check("shirt", product)!.Field);

    [Theory]
    [InlineData(null)]
    [InlineData("/images/shirt.jpg")]
    [InlineData("https://images.example/shirt.jpg")]
    public void An_image_is_a_url_or_a_path_of_this_shop(string? url) =>
        Assert.Null(ProductRules.Check("shirt", Good with { ImageUrl = url, Description = "a\n\tb", Name = "👗 드레스" }));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("best-sellers")]
    public void An_id_can_stand_in_a_path_and_is_not_the_rankings(string id) => Assert.Equal("id", ProductRules.Check(id, Good)!.Field);
}
