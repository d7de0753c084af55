namespace ECommerce.Grains.Tests.Products;

public sealed class ProductRulesTests
{
    private static readonly SaveProduct Good = Some.SaveProduct(("m", 1), ("l", 1));

    public static TheoryData<string, SaveProduct> Faulty => new()
    {
        { "name", Good with { Name = "" } },
        { "name", Good with { Name = "half a pair \ud83d" } },
        { "description", Good with { Description = new string('d', Bounds.MaximumDescriptionLength + 1) } },
        { "vendor", Good with { Vendor = "a\nb" } },
        { "imageUrl", Good with { ImageUrl = "javascript:alert(1)" } },
        { "imageUrl", Good with { ImageUrl = "//elsewhere.example/x.png" } },
        { "options", Good with { Options = [.. Good.Options!, .. Good.Options!] } },
        { "options[0].values", Good with { Options = [new ProductOption("Size", [])] } },
        { "options[0].values", Good with { Options = [new ProductOption("Size", ["m", "m"])] } },
        { "options[0].values[1]", Good with { Options = [new ProductOption("Sku", ["m", new string('l', Bounds.MaximumNameLength + 1)])] } },
        { "options[0].name", Good with { Options = [new ProductOption("", ["m"])] } },
        { "options", Good with { Options = [.. "abcd".Select(name => new ProductOption(name.ToString(), ["x"]))] } },
        { "options[0].values[0]", Good with { Options = [new ProductOption("Sku", ["Default Title", "m"])] } },
        { "tags[1]", Good with { Tags = ["new", "old, worn"] } },
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
    [MemberData(nameof(Faulty), DisableDiscoveryEnumeration = true)]
    public void The_first_fault_names_the_field_that_is_wrong(string field, SaveProduct product) =>
        Assert.Equal(field, ProductRules.Of("shirt", product)[0].Field);

    [Fact]
    public void All_faults_of_a_product_are_named()
    {
        var product = Good with { Name = "", Vendor = "a\nb", Variants = [Good.Variants[0] with { Sku = "", Price = -1 }, Good.Variants[1] with { Stock = -1 }] };

        Assert.Equal(
            ["id", "name", "vendor", "variants[0].sku", "variants[0].price", "variants[1].stock"],
            ProductRules.Of("a b", product).Select(fault => fault.Field));
    }

    [Fact]
    public void Everything_at_its_bounds_makes_sense()
    {
        var longest = new string('n', Bounds.MaximumNameLength);
        Assert.Empty(ProductRules.Of(new string('i', Bounds.MaximumIdLength), new SaveProduct(
            longest, new string('d', Bounds.MaximumDescriptionLength), longest, "/" + new string('u', Bounds.MaximumUrlLength - 1),
            [new ProductOption(longest, [longest])],
            [new SaveVariant(
                new string('s', Bounds.MaximumIdLength), new Dictionary<string, string> { [longest] = longest }, Bounds.MaximumPrice, Bounds.MaximumStock)])));
    }

    [Fact]
    public void A_product_of_one_variant_needs_no_options() =>
        Assert.Empty(ProductRules.Of("bag", new SaveProduct("Bag", null, null, null, null, [new SaveVariant("bag", null, 0, null)])));

    [Theory]
    [InlineData(null)]
    [InlineData("/images/shirt.jpg")]
    [InlineData("https://images.example/shirt.jpg")]
    public void An_image_is_a_url_or_a_path_of_this_shop(string? url) =>
        Assert.Empty(ProductRules.Of("shirt", Good with { ImageUrl = url, Description = "a\n\tb", Name = "👗 드레스" }));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("best-sellers")]
    public void An_id_can_stand_in_a_path_and_does_not_hide_the_ranking(string id) => Assert.Equal("id", ProductRules.Of(id, Good)[0].Field);
}
