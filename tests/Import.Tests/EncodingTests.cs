using System.Text;
using ICU4N.Text;

namespace ECommerce.Import.Tests;

public class EncodingTests
{
    private const string File = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant Price\n셔츠,\"리넨, 셔츠\",\"똠방\n각하\",색상,검정,1\n셔츠,,,,하양,2\n";

    private static readonly Encoding Korean = ImportEncodings.Find("cp949")!;

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
    [InlineData(0)]
    [InlineData(1)]
    public async Task Western_text_is_not_taken_for_Korean_where_the_first_look_ends_within_a_letter(int shift)
    {
        var file = "Handle,Title,Body (HTML),Variant Price\nrobe,Robe," + new string('a', shift) + new string('é', 100_000) + ",1\n";

        var (products, skipped) = await Some.Bytes(new MemoryStream(Encoding.UTF8.GetBytes(file)), charset: "");

        Assert.True(products.Count + skipped.Count > 0);
    }

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
    public void Another_charset_is_not_known(string charset) => Assert.Null(ImportEncodings.Find(charset));

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

    [Theory]
    [InlineData("", "The file is not UTF-8, line 3 cannot be read: declare its charset, as in Content-Type: text/csv; charset=euc-kr, or save it as UTF-8.")]
    [InlineData("euc-kr", "The file is not EUC-KR, line 3 cannot be read: declare the charset that it has, or save it as UTF-8 and declare none.")]
    public async Task A_file_of_which_no_line_is_in_its_encoding_is_refused_with_the_first_line_and_what_to_do(string declared, string message)
    {
        byte[] latin = [.. "Handle,Title,Variant Price\n\na,Caf"u8, 0xE9, .. ",1\nb,Caf"u8, 0xE9, .. ",1\n"u8];

        var refused = await Assert.ThrowsAsync<ImportFormatException>(() => Some.Bytes(new MemoryStream(latin), charset: declared));

        Assert.Equal(message, refused.Message);
    }

    public static TheoryData<string, string, string> WrongCharsets => new()
    {
        { "utf-8", "euc-kr", "The file is declared as EUC-KR and looks like UTF-8: declare no charset, or utf-8." },
        { "utf-8", "utf-16", "The file is declared as UTF-16 and is not: declare the charset that it has, or save it as UTF-8 and declare none." },
        { "cp949", "utf-16be", "The file is declared as UTF-16 and is not: declare the charset that it has, or save it as UTF-8 and declare none." },
        { "utf-16", "", "The file looks like UTF-16 without a mark at its beginning: declare its charset, as in Content-Type: text/csv; charset=utf-16le, or save it as UTF-8." },
        { "utf-16BE", "utf-8", "The file looks like UTF-16 without a mark at its beginning: declare its charset, as in Content-Type: text/csv; charset=utf-16be, or save it as UTF-8." },
        { "utf-16BE", "utf-16", "The file looks like UTF-16 without a mark at its beginning: declare its charset, as in Content-Type: text/csv; charset=utf-16be, or save it as UTF-8." },
        { "utf-16", "euc-kr", "The file looks like UTF-16 without a mark at its beginning: declare its charset, as in Content-Type: text/csv; charset=utf-16le, or save it as UTF-8." },
        { "cp949", "utf-8", "The file looks like EUC-KR. The file is not UTF-8, line 2 cannot be read: declare its charset, as in Content-Type: text/csv; charset=euc-kr, or save it as UTF-8." },
    };

    [Theory]
    [MemberData(nameof(WrongCharsets))]
    public async Task A_file_in_another_encoding_than_was_declared_is_refused_with_what_to_do(string written, string declared, string message)
    {
        var bytes = (written == "cp949" ? Korean : Encoding.GetEncoding(written)).GetBytes(File);

        var refused = await Assert.ThrowsAsync<ImportFormatException>(() => Some.Bytes(new MemoryStream(bytes), charset: declared));

        Assert.Equal(message, refused.Message);
    }

    [Theory]
    [InlineData("Handle,Title,Variant Price\na,티,1\n")]
    [InlineData("Handle,Title,Variant Price\na,Coat,1\n")]
    public async Task A_Korean_file_that_could_be_UTF_8_by_chance_is_read_as_it_was_declared(string file)
    {
        var (products, skipped) = await Some.Bytes(new MemoryStream(Korean.GetBytes(file)), charset: "euc-kr");

        Assert.Empty(skipped);
        Assert.Equal(file.Split('\n')[1].Split(',')[1], Assert.Single(products).Command.Name);
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
