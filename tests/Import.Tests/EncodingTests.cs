using System.Text;
using ICU4N.Text;

namespace ECommerce.Import.Tests;

public class EncodingTests
{
    private const string File = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant Price\n셔츠,\"리넨, 셔츠\",\"똠방\n각하\",색상,검정,1\n셔츠,,,,하양,2\n";

    private static readonly Encoding Korean = ImportText.Find("cp949")!;

    public static TheoryData<string, string, bool> Encodings => new()
    {
        { "utf-8", "", false },
        { "utf-8", "utf-8", false },
        { "utf-8", "", true },
        { "utf-8", "euc-kr", true },
        { "utf-16", "", true },
        { "utf-16", "utf-8", true },
        { "utf-16BE", "", true },
        { "utf-16BE", "utf-16be", false },
        { "cp949", "euc-kr", false },
        { "cp949", "CP949", false },
        { "cp949", "ks_c_5601-1987", false },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_file_is_read_by_its_mark_or_by_the_declared_charset(string written, string declared, bool hasMark)
    {
        var encoding = written == "cp949" ? Korean : Encoding.GetEncoding(written);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(File)];

        var (products, skipped) = await Some.Bytes(new MemoryStream(bytes), charset: declared);

        Assert.Empty(skipped);
        Assert.Equal(("셔츠", "리넨, 셔츠", "똠방\n각하"), (Assert.Single(products).Id, products[0].Command.Name, products[0].Command.Description));
        Assert.Equal(["검정", "하양"], products[0].Command.Options![0].Values);
    }

    [Theory]
    [InlineData("latin1")]
    [InlineData("shift_jis")]
    [InlineData("nonsense")]
    public void Another_charset_is_not_known(string charset) => Assert.Null(ImportText.Find(charset));

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData(',')]
    public async Task The_header_tells_what_parts_the_fields(char separator)
    {
        var (products, skipped) = await Some.File($"\"Handle\",Title,Vendor,Variant Price\na,A,Han,1\n".Replace(',', separator));

        Assert.Empty(skipped);
        Assert.Equal("Han", Assert.Single(products).Command.Vendor);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Lines_end_as_any_machine_ends_them(string end)
    {
        var (products, skipped) = await Some.File($"Handle,Title,Variant Price{end}a,A,1{end}b,B,2{end}c,C,no{end}");

        Assert.Equal(["a", "b"], products.Select(product => product.Id));
        Assert.Equal(4, Assert.Single(skipped).Line);
    }

    [Fact]
    public async Task Text_is_put_into_one_normal_form()
    {
        var decomposed = Normalizer2.GetInstance(null, "nfc", Normalizer2Mode.Decompose).Normalize("셔츠 é");
        Assert.NotEqual("셔츠 é", decomposed);

        var (products, _) = await Some.File($"Title,Variant Price,Option1 Name,Option1 Value,SKU\n{decomposed},1,{decomposed},{decomposed},{decomposed}\n");

        var command = Assert.Single(products).Command;
        Assert.Equal("셔츠-é", products[0].Id);
        Assert.All([command.Name, command.Options![0].Name, command.Options[0].Values[0], command.Variants[0].Sku], text => Assert.Equal("셔츠 é", text));
    }

    [Theory]
    [InlineData("코트")]
    [InlineData("Coat")]
    public async Task A_line_with_damaged_bytes_is_skipped_and_the_others_are_read(string title)
    {
        byte[] file =
        [
            .. Encoding.UTF8.GetBytes($"Handle,Title,Option1 Name,Option1 Value,Variant Price,Note\na,{title},Size,S,1,\na,,,"),
            0xFF, 0xC3, .. "M,2,\na,,,L,3,"u8, 0xFF, .. "\n"u8,
        ];

        var (products, skipped) = await Some.Bytes(new MemoryStream(file));

        Assert.Equal(["S", "L"], Assert.Single(products).Command.Variants.Select(variant => variant.Options!["Size"]));
        Assert.StartsWith("it has text that is not UTF-8", Assert.Single(skipped, line => line.Line == 3).Reason);
    }

    [Fact]
    public async Task A_file_of_which_no_line_is_in_its_encoding_is_refused()
    {
        byte[] latin = [.. "Handle,Title,Variant Price\na,Caf"u8, 0xE9, .. ",1\n"u8];

        var refused = await Assert.ThrowsAsync<ImportFormatException>(() => Some.Bytes(new MemoryStream(latin)));

        Assert.Contains("charset=euc-kr", refused.Message);
    }

    [Theory]
    [InlineData("a,A,Size,S,100\na,,,M,2", "M,2")]
    [InlineData("a,A,Size,S,100\na,,,M,2", "M")]
    [InlineData("a,A,Size,S,100\na,,,\"M", "M")]
    public async Task A_line_within_which_the_file_ends_is_skipped(string rows, string lastField)
    {
        var cut = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src\n" + rows[..(rows.LastIndexOf(lastField, StringComparison.Ordinal) + lastField.Length)];

        var (products, skipped) = await Some.File(cut);

        Assert.Equal("S", Assert.Single(Assert.Single(products).Command.Variants).Options!["Size"]);
        Assert.Equal(3, Assert.Single(skipped).Line);
    }

    [Fact]
    public async Task A_short_last_line_that_ends_is_read()
    {
        var (products, skipped) = await Some.File("Handle,Title,Variant Price,Image Src\na,A,1\n");

        Assert.Empty(skipped);
        Assert.Single(products);
    }

    [Fact]
    public async Task NUL_bytes_in_a_field_skip_its_line()
    {
        var (products, skipped) = await Some.Rows("a,A,,,S,x,,,,,,,1,", "a,,,,,y\0,,,,,,,1,", "a,,,,,z,,,,,,,1\0,");

        Assert.Single(Assert.Single(products).Command.Variants);
        Assert.Equal([3L, 4L], skipped.Select(line => line.Line));
    }
}
