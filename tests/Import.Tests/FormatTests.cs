using System.Text;

namespace ECommerce.Import.Tests;

public class FormatTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":1}")]
    [InlineData("Handle,Title\na,b\n")]
    [InlineData("Handle,Title,Variant Price,handle\na,b,1,c\n")]
    [InlineData("\"Handle,Title,Variant Price\n")]
    public async Task A_file_that_is_no_product_export_is_refused(string text) =>
        await Assert.ThrowsAsync<ImportFormatException>(() => Some.File(text));

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_refused()
    {
        byte[] cp949 = [.. Encoding.ASCII.GetBytes(Some.Header + "a,"), 0xBF, 0xCA, .. ",,,,,,,,,,,1,\n"u8];
        var e = await Assert.ThrowsAsync<ImportFormatException>(() => Some.Bytes(new MemoryStream(cp949)));
        Assert.Equal(
            "The file looks like EUC-KR. The file is not UTF-8, line 2 cannot be read: declare its charset, as in Content-Type: text/csv; charset=euc-kr, or save it as UTF-8.",
            e.Message);
    }

    [Fact]
    public async Task A_quote_that_swallows_the_file_is_refused_at_the_bound() =>
        await Assert.ThrowsAsync<ImportFormatException>(() => Some.File(Some.Header + "a,\"A" + new string('x', 3 * ShopifyCsv.MaximumRecord)));
}
