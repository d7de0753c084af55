using System.Text;

namespace ECommerce.Products.Tests;

public sealed class SearchTests
{
    private static readonly ProductView Shirt = Some.Product("shirt", "Linen Shirt", variants: [Some.Variant("LS-77/black")]) with
    {
        Vendor = "Maison Été",
        Type = "Tops",
        Tags = ["Summer sale", "New in"],
    };

    private static readonly ProductView Coat = Some.Product("coat", "한국 겨울 코트") with { Vendor = "한섬" };

    private static readonly ProductList List = Some.List(Shirt, Coat);

    [Theory]
    [InlineData("linen")]
    [InlineData("LINEN")]
    [InlineData("shirt linen")]
    [InlineData("summer linen été 77 tops")]
    [InlineData("nen")]
    [InlineData("l")]
    [InlineData("ls-77/BLACK")]
    [InlineData("ＬＩＮＥＮ")]
    [InlineData("  in　new  ")]
    public void Each_word_stands_in_the_name_the_vendor_the_type_a_tag_or_a_sku(string words) =>
        Assert.Equal(["shirt"], List.Found("q=" + Uri.EscapeDataString(words)));

    [Theory]
    [InlineData("linen coat")]
    [InlineData("linenshirt")]
    [InlineData("cool")]
    [InlineData("shirts")]
    [InlineData("zz")]
    public void One_word_that_stands_nowhere_is_enough_to_find_nothing(string words) =>
        Assert.Empty(List.Found("q=" + Uri.EscapeDataString(words)));

    [Theory]
    [InlineData("코")]
    [InlineData("코트")]
    [InlineData("한섬 겨울")]
    [InlineData("\u110f\u1169\u1110\u1173")]
    public void A_Korean_word_is_found_however_short_and_however_its_syllables_are_written(string words) =>
        Assert.Equal(["coat"], List.Found("q=" + Uri.EscapeDataString(words)));

    [Theory]
    [InlineData("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국")]
    [InlineData("e\u0301te\u0301", "ÉTÉ")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [InlineData("ﬁne", "FINE")]
    [InlineData("ｼｬﾂ", "シャツ")]
    public void Two_forms_of_one_text_find_each_other(string one, string other)
    {
        var list = Some.List(Some.Product("one", one), Some.Product("other", other));

        Assert.Equal(["other", "one"], list.Found("q=" + Uri.EscapeDataString(one)));
        Assert.Equal(["other", "one"], list.Found("q=" + Uri.EscapeDataString(other)));
    }

    [Fact]
    public void An_open_syllable_is_not_found_in_a_closed_one() => Assert.Empty(List.Found("q=" + Uri.EscapeDataString("하")));

    [Fact]
    public void A_word_does_not_reach_from_one_text_into_the_next() => Assert.Empty(List.Found("q=shirtmaison"));

    [Fact]
    public void What_is_renamed_is_found_by_its_new_name_only_and_lists_made_before_stay_as_they_are()
    {
        var index = Some.Index(Shirt);
        var before = index.ToList(Some.NoSales);
        index.Put(1, Shirt with { Name = "Wool jumper" });
        var after = index.ToList(Some.NoSales);

        Assert.Equal(["shirt"], before.Found("q=linen"));
        Assert.Empty(before.Found("q=jumper"));
        Assert.Empty(after.Found("q=linen"));
        Assert.Equal(["shirt"], after.Found("q=jumper"));
    }

    [Fact]
    public void What_is_renamed_ten_thousand_times_is_found_by_its_last_name()
    {
        var index = Some.Index(Shirt, Coat);
        for (var i = 0; i <= 10_000; i++)
        {
            index.Put(1, Shirt with { Name = "Shirt number" + i });
            if (i % 100 == 0)
            {
                Assert.Equal(["shirt"], index.ToList(Some.NoSales).Found("q=number" + i));
            }
        }

        Assert.Empty(index.ToList(Some.NoSales).Found("q=number9999"));
        Assert.Equal(["coat"], index.ToList(Some.NoSales).Found("q=" + Uri.EscapeDataString("코트")));
    }

    [Theory]
    [InlineData(ProductStatus.Draft)]
    [InlineData(ProductStatus.Archived)]
    public void What_is_not_active_is_neither_listed_nor_found_nor_a_best_seller(ProductStatus status)
    {
        var index = Some.Index(Shirt, Coat);
        index.Put(1, Shirt with { Status = status });
        var list = index.ToList(Some.Sales(("shirt", 9), ("coat", 1)));

        Assert.Equal(["coat"], list.Found(""));
        Assert.Empty(list.Found("q=linen"));
        Assert.Null(list.Find("shirt"));
        Assert.DoesNotContain("Linen", Encoding.UTF8.GetString(list.Best.Body()));
        index.Put(1, Shirt);
        Assert.Equal(["coat", "shirt"], index.ToList(Some.NoSales).Found(""));
    }

    [Fact]
    public void A_view_of_an_older_silo_has_neither_tags_nor_images()
    {
        var list = Some.List(Shirt with { Tags = null!, Images = null! });

        Assert.Equal(["shirt"], list.Found("q=linen"));
        Assert.Contains("\"tags\":[]", Encoding.UTF8.GetString(list.Find("shirt")!.Json));
    }
}
