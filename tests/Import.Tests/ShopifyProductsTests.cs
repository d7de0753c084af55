namespace ECommerce.Import.Tests;

public class ShopifyProductsTests
{
    [Fact]
    public async Task Rows_of_a_handle_become_one_product()
    {
        var (products, skipped) = await Some.Rows(
            "tee,티셔츠,<p>부드러운</p>,동대문,Color,Black,Size,S,,,T-1,3,19000,https://x/1.jpg",
            "tee,,,,,Black,,M,,,T-2,,19000,",
            "tee,,,,,White,,S,,,T-3,-4,21000,https://x/2.jpg",
            "tee,,,,,,,,,,,,,https://x/3.jpg");

        Assert.Empty(skipped);
        var tee = Assert.Single(products);
        Assert.Equal(("tee", 2), (tee.Id, tee.FirstLine));
        Assert.Equal([2L, 3L, 4L], tee.VariantLines);
        Assert.Equal([5L], tee.OtherLines);
        Assert.Equal(("티셔츠", "<p>부드러운</p>", "동대문", "https://x/1.jpg"),
            (tee.Command.Name, tee.Command.Description, tee.Command.Vendor, tee.Command.ImageUrl));
        Assert.Equal(["Color:Black,White", "Size:S,M"], tee.Command.Options!.Select(o => $"{o.Name}:{string.Join(',', o.Values)}"));
        Assert.Equal([("T-1", (long?)3L, 19000L), ("T-2", null, 19000L), ("T-3", 0L, 21000L)],
            tee.Command.Variants.Select(v => (v.Sku, v.Stock, v.Price)));
        Assert.Equal("M", tee.Command.Variants[1].Options!["Size"]);
    }

    [Theory]
    [InlineData("Title")]
    [InlineData("Tile")]
    [InlineData("")]
    public async Task A_default_title_means_no_options(string name)
    {
        var (products, _) = await Some.Rows($"bag,Bag,,,{name},Default Title,,,,,,1,50,");
        var bag = Assert.Single(products).Command;
        Assert.Empty(bag.Options!);
        var variant = Assert.Single(bag.Variants);
        Assert.Empty(variant.Options!);
        Assert.Equal("bag", variant.Sku);
    }

    [Fact]
    public async Task Columns_are_found_by_name_whatever_their_order_case_and_blanks()
    {
        var (products, skipped) = await Some.File("\uFEFFvariant price, TITLE ,Status,handle\n100,Cap,draft,cap\n");
        Assert.Empty(skipped);
        Assert.Equal(("cap", 100L), (Assert.Single(products).Id, products[0].Command.Variants[0].Price));
    }

    [Fact]
    public async Task Quoted_fields_keep_line_breaks_and_the_line_numbers_stay_those_of_the_file()
    {
        var (products, skipped) = await Some.Rows(
            "a,A,\"one\r\ntwo \"\"three\"\"\n\n\",,,,,,,,,,100,",
            "",
            "b,B,,,,,,,,,,,no,");
        Assert.Equal("one\r\ntwo \"three\"\n\n", products[0].Command.Description);
        Assert.Equal([(7L, "its price is not usable")], skipped.Select(s => (s.Line, s.Reason)));
    }

    [Theory]
    [InlineData("42.99", "1380", 59326)]
    [InlineData("0.5", "1", 1)]
    [InlineData("2.5", "1", 3)]
    [InlineData("0", "1", 0)]
    [InlineData("1.2345", "10000", 12345)]
    public async Task Prices_are_rounded_half_away_from_zero_to_whole_won(string price, string wonPerUnit, long won)
    {
        var (products, _) = await Some.File(Some.Header + $"a,A,,,,,,,,,,,{price},\n", decimal.Parse(wonPerUnit));
        Assert.Equal(won, products[0].Command.Variants[0].Price);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.23456")]
    [InlineData("\"1,000\"")]
    [InlineData("1e3")]
    [InlineData("0.4")]
    [InlineData("1000000001")]
    [InlineData("99999999999999999999999999999")]
    public async Task A_bad_price_skips_its_row_only(string price)
    {
        var (products, skipped) = await Some.Rows("a,A,,,Size,S,,,,,,,100,", $"a,,,,,M,,,,,,,{price},");
        Assert.Equal("S", Assert.Single(Assert.Single(products).Command.Variants).Options!["Size"]);
        Assert.Equal(3, Assert.Single(skipped).Line);
    }

    public static TheoryData<string, string> Skips => new()
    {
        { ",,,,,,,,,,,,1,", "it has neither a handle nor a title" },
        { "b,,,,,,,,,,,,1,", "the product has no title" },
        { "b/c,B,,,,,,,,,,,1,", "its handle is not" },
        { "b,B,,,,,,,,,S-1,,1,", "the sku \"S-1\" stands there twice" },
        { "b,B,,,,,,,,,,1.5,1,", "its quantity is not usable" },
        { "b,\"B\u0001\",,,,,,,,,,,1,", "its title has control characters" },
        { $"b,{new string('t', 301)},,,,,,,,,,,1,", "its title is longer than 300" },
        { "b,B,,,Size,S,Size,M,,,,,1,", "two of its options have the same name" },
        { "b,B,,,,S,,,,,,,1,", "its Option1 Value belongs to no option" },
        { "b,B,,,Size,,,,,,,,1,", "it has no value for the option \"Size\"" },
        { "b,B,,,,,,,,,X,,,", "it has no price" },
        { "b,B,,,,,,,,,,,,", "it names neither a variant nor a picture" },
        { "b,B,,,,,,,,,,,,/b.jpg", "the product has no variant" },
        { "b,B,,,,,,,,,,,1,,,", "it has more fields than the header" },
        { "b,B 5\" wide,,,,,,,,,,,1,", "it has a quote within an unquoted field" },
        { "b,\"B\"x,,,,,,,,,,,1,", "it has text after a closing quote" },
        { "b,\"B,,,,,,,,,,,1,", "it has a quoted field that is never closed" },
    };

    [Theory]
    [MemberData(nameof(Skips))]
    public async Task What_cannot_be_used_is_reported_with_its_line_and_spares_the_rest(string row, string reason)
    {
        var (products, skipped) = await Some.Rows("a,A,,,,,,,,,S-1,,1,", row);
        Assert.Equal("a", Assert.Single(products).Id);
        Assert.Contains(skipped, s => s.Line == 3 && s.Reason.StartsWith(reason));
    }

    public static TheoryData<string, string> UnusableFirstLines => new()
    {
        { "b,,,,Size,S,,,,,B-S,,1,", "the product has no title" },
        { $"b,{new string('t', 301)},,,Size,S,,,,,B-S,,1,", "its title is longer than 300" },
        { "b,B,,,Size,S,,,,,B-S,,1,ftp://x/b.jpg", "its image address" },
        { "b,B,,,Size,S,Size,M,,,B-S,,1,", "two of its options have the same name" },
    };

    [Theory]
    [MemberData(nameof(UnusableFirstLines))]
    public async Task Every_line_of_a_product_whose_first_line_cannot_be_used_is_reported_with_the_cause(string first, string reason)
    {
        var (products, skipped) = await Some.Rows("a,A,,,,,,,,,S-1,,1,", first, "b,,,,,M,,,,,B-M,,1,", "b,,,,,,,,,,,,,/b.jpg", "c,C,,,,,,,,,,,1,");

        Assert.Equal(["a", "c"], products.Select(product => product.Id));
        Assert.Equal([3L, 4L, 5L], skipped.Select(line => line.Line));
        Assert.StartsWith(reason, skipped[0].Reason);
        Assert.All(skipped.Skip(1), line => Assert.Equal($"its product is left out because of line 3: {skipped[0].Reason}", line.Reason));
    }

    [Fact]
    public async Task Every_line_of_a_product_without_a_usable_variant_is_reported()
    {
        var (products, skipped) = await Some.Rows("a,A,,,,,,,,,,,,/a.jpg", "a,,,,,,,,,,X,,no,", "a,,,,,,,,,,,,,/b.jpg", "b,B,,,,,,,,,,,,/b.jpg", "b,,,,,,,,,,,,,/c.jpg");

        Assert.Empty(products);
        Assert.Equal([2L, 3L, 4L, 5L, 6L], skipped.Select(line => line.Line));
        Assert.Equal("its price is not usable", skipped[1].Reason);
        Assert.All([skipped[0], skipped[2]], line => Assert.Equal("its product is left out: none of its variants could be used", line.Reason));
        Assert.All(skipped.Skip(3), line => Assert.Equal("the product has no variant", line.Reason));
    }

    [Fact]
    public async Task A_first_line_that_was_cut_still_describes_its_product_and_names_no_variant()
    {
        var (products, skipped) = await Some.Rows("a,A,,Han,Size", "a,,,,,M,,,,,A-M,,1,");

        var product = Assert.Single(products).Command;
        Assert.Equal(("A", "Han"), (product.Name, product.Vendor));
        Assert.Equal("A-M", Assert.Single(product.Variants).Sku);
        Assert.Equal((2L, "it names neither a variant nor a picture"), (Assert.Single(skipped).Line, skipped[0].Reason));
    }

    [Fact]
    public async Task Lines_after_a_first_line_that_cannot_be_read_say_what_they_lack()
    {
        var (products, skipped) = await Some.Rows("a,A\"x\",,,Size,S,,,,,,,1,", "a,,,,,M,,,,,,,1,", "a,,,,,L,,,,,,,1,");

        Assert.Empty(products);
        Assert.Equal([2L, 3L, 4L], skipped.Select(line => line.Line));
        Assert.Equal("the product has no title: the line above, which may have it, could not be read", skipped[1].Reason);
    }

    [Fact]
    public async Task A_line_with_a_picture_too_many_leaves_its_variant_as_it_was()
    {
        var rows = Enumerable.Range(0, Bounds.MaximumImages).Select(i => $"a,{(i == 0 ? "A" : "")},,,,,,,,,,,{(i == 0 ? "1" : "")},/{i}.jpg");

        var (products, skipped) = await Some.Rows([.. rows, "a,,,,,,,,,,X,,1,/more.jpg"]);

        Assert.Equal("a", Assert.Single(Assert.Single(products).Command.Variants).Sku);
        Assert.Equal(Bounds.MaximumImages + 2, Assert.Single(skipped).Line);
    }

    [Fact]
    public async Task The_same_option_values_twice_keep_the_first()
    {
        var (products, skipped) = await Some.Rows("a,A,,,Size,S,,,,,X,,1,", "a,,,,,S,,,,,Y,,2,");
        Assert.Equal("X", Assert.Single(products[0].Command.Variants).Sku);
        Assert.Equal((3L, "its option values stand there twice"), (skipped[0].Line, skipped[0].Reason));
    }

    [Fact]
    public async Task The_rows_of_a_handle_that_reappears_are_reported_and_left_out()
    {
        var (products, skipped) = await Some.Rows("a,A,,,,,,,,,,,1,", "b,B,,,,,,,,,,,1,", "a,A,,,,,,,,,Z,,1,", "a,,,,,,,,,,,,2,", "c,C,,,,,,,,,,,1,");
        Assert.Equal(["a", "b", "c"], products.Select(p => p.Id));
        Assert.Equal([4L, 5L], skipped.Select(s => s.Line));
    }

    [Fact]
    public async Task Variants_above_the_bound_are_skipped()
    {
        var rows = Enumerable.Range(0, Bounds.MaximumVariants + 2).Select(i => $"a,{(i == 0 ? "A" : "")},,,{(i == 0 ? "N" : "")},{i},,,,,,,1,");
        var (products, skipped) = await Some.Rows([.. rows]);
        Assert.Equal(Bounds.MaximumVariants, products[0].Command.Variants.Count);
        Assert.Equal([502L, 503L], skipped.Select(s => s.Line));
    }

    [Fact]
    public async Task No_more_skipped_lines_are_listed_than_the_bound_and_one_that_says_so()
    {
        var (_, skipped) = await Some.Rows([.. Enumerable.Repeat(",,,,,,,,,,,,1,", 5_000)]);
        Assert.Equal(ImportReport.MaximumListed + 1, skipped.Count);
        Assert.Contains("not listed", skipped[^1].Reason);
    }

    [Fact]
    public void Skipped_lines_are_listed_in_order_each_once_however_they_came()
    {
        var report = new ImportReport();
        foreach (var line in Enumerable.Range(1, 3_000).Reverse().Concat([2, 5, 2_999]))
        {
            report.Skip(line, "reason " + line);
        }

        var skipped = report.Skipped();
        Assert.Equal(Enumerable.Range(1, ImportReport.MaximumListed + 1).Select(line => (long)line), skipped.Select(line => line.Line));
        Assert.Contains("not listed", skipped[^1].Reason);
    }

    [Fact]
    public async Task Rows_of_commas_at_the_end_are_no_mistake()
    {
        var (products, skipped) = await Some.Rows("a,A,,,,,,,,,,,1,", ",,,,,,,,,,,,,", "");
        Assert.Single(products);
        Assert.Empty(skipped);
    }
}
