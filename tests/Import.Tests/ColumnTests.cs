namespace ECommerce.Import.Tests;

public class ColumnTests
{
    private const string Today =
        "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value," +
        "Option1 Linked To,Price,Compare-at price,Cost per item,Inventory quantity,Product image URL,Image position,Image alt text," +
        "Variant image URL,Gift card,SEO title\n";

    [Fact]
    public async Task The_columns_of_today_are_known_as_those_of_before_are()
    {
        var (products, skipped) = await Some.File(
            Today
            + "Tee,tee,Soft,Han,Apparel,Shirt,\"new, 여름 , new\",TRUE,Active,T-S,1,Size,S,,10,12.5,4,3,/b.jpg,2,Back,/s.jpg,FALSE,Buy\n"
            + ",tee,,,,,,,,T-M,,,M,,11,,,4,/a.jpg,1,,,,\n"
            + ",tee,,,,,,,,,,,,,,,,,/c.jpg,,,,,\n", 100);

        Assert.Empty(skipped);
        var tee = Assert.Single(products).Command;
        Assert.Equal(("Soft", "Han", "Shirt", ProductStatus.Active), (tee.Description, tee.Vendor, tee.Type, tee.Status));
        Assert.Equal(["new", "여름"], tee.Tags!);
        Assert.Equal([new("/a.jpg", null), new("/b.jpg", "Back"), new ProductImage("/c.jpg", null)], tee.Images!);
        Assert.Equal("/a.jpg", tee.ImageUrl);
        Assert.Equal(
            [("T-S", 1_000, 1_250L, 3L, "/s.jpg"), ("T-M", 1_100, null, 4, null)],
            tee.Variants.Select(it => (it.Sku, it.Price, it.CompareAtPrice, it.Stock!.Value, it.ImageUrl)));
    }

    [Theory]
    [InlineData("", "", ProductStatus.Active)]
    [InlineData("true", "", ProductStatus.Active)]
    [InlineData("TRUE", "Active", ProductStatus.Active)]
    [InlineData("false", "active", ProductStatus.Draft)]
    [InlineData("false", "", ProductStatus.Draft)]
    [InlineData("false", "draft", ProductStatus.Draft)]
    [InlineData("true", "draft", ProductStatus.Draft)]
    [InlineData("true", "archived", ProductStatus.Archived)]
    [InlineData("false", "ARCHIVED", ProductStatus.Archived)]
    [InlineData("maybe", "active", null)]
    [InlineData("true", "act", null)]
    public async Task Status_and_published_say_whether_a_product_is_sold(string published, string status, ProductStatus? expected)
    {
        var (products, skipped) = await Some.File($"Handle,Title,Published,Status,Variant Price\na,A,{published},{status},1\n");

        Assert.Equal(expected, products.SingleOrDefault()?.Command.Status);
        Assert.Equal(expected is null ? 1 : 0, skipped.Count);
    }

    [Fact]
    public async Task Without_a_handle_a_product_goes_by_its_title()
    {
        const string File =
            "Title,Price,Option1 name,Option1 value\n리넨 셔츠!,1,Size,S\n,2,,M\n리넨 셔츠!,3,,L\nCap,4,,\nBest sellers,5,,\n리넨 셔츠,6,,\n***,7,,\n";

        var (products, skipped) = await Some.File(File);
        var (again, _) = await Some.File(File);

        Assert.Empty(skipped);
        Assert.Equal(["리넨-셔츠", "cap"], products.Take(2).Select(product => product.Id));
        Assert.Matches("^best-sellers-2-[0-9a-f]{8}$", products[2].Id);
        Assert.Matches("^리넨-셔츠-2-[0-9a-f]{8}$", products[3].Id);
        Assert.Equal([3, 1, 1, 1, 1], products.Select(product => product.Command.Variants.Count));
        Assert.All(products, product => Assert.Empty(ProductRules.Of(product.Id, product.Command)));
        Assert.Equal(products.Select(product => product.Id), again.Select(product => product.Id));
    }

    [Fact]
    public async Task A_row_without_a_title_is_nobodys_after_a_line_that_could_not_be_read()
    {
        var (products, skipped) = await Some.File("Title,Price,Option1 name,Option1 value\nTee,1,Size,S\n\"Cap\"x,1,Size,S\n,2,,M\n,3,,L\nHat,4,,\n,5,,\n");

        Assert.Equal([("tee", 1), ("hat", 1)], products.Select(product => (product.Id, product.Command.Variants.Count)));
        Assert.Equal([3L, 4L, 5L, 7L], skipped.Select(line => line.Line));
    }

    [Theory]
    [InlineData("Handle,Title,Variant Price,URL handle")]
    [InlineData("Handle,Title,Price,Variant Price")]
    [InlineData("Handle,Price")]
    public async Task A_column_that_stands_there_twice_or_not_at_all_refuses_the_file(string header) =>
        await Assert.ThrowsAsync<ImportFormatException>(() => Some.File(header + "\n"));

    [Fact]
    public async Task An_image_that_makes_no_sense_skips_its_line()
    {
        var (products, skipped) = await Some.Rows("a,A,,,S,x,,,,,,,1,/a.jpg", "a,,,,,y,,,,,,,1,ftp://x/b.jpg", "a,,,,,,,,,,,,,//c.jpg");

        Assert.Equal(["/a.jpg"], Assert.Single(products).Command.Images!.Select(image => image.Url));
        Assert.Single(products[0].Command.Variants);
        Assert.Equal([3L, 4L], skipped.Select(line => line.Line));
    }
}
