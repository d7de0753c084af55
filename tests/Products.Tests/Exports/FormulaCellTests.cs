using ECommerce.WebFrontend.Import;
using FsCheck;
using FsCheck.Fluent;

namespace ECommerce.Products.Tests.Exports;

public class FormulaCellTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+82 10", "'+82 10")]
    [InlineData("-20%", "'-20%")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("'=1+1", "''=1+1")]
    [InlineData("''-1", "'''-1")]
    [InlineData("'90s tee", "'90s tee")]
    [InlineData("a=1", "a=1")]
    [InlineData("'", "'")]
    [InlineData("", "")]
    public void What_a_spreadsheet_would_run_gets_one_apostrophe(string text, string cell)
    {
        Assert.Equal(cell, FormulaCell.Disarm(text));
        Assert.Equal(text, FormulaCell.Restore(cell));
    }

    [Fact]
    public void Every_text_comes_back_as_it_was_and_begins_with_no_formula()
    {
        var texts = Gen.Elements('\'', '=', '+', '-', '@', '\t', '\r', '\n', ' ', 'a', '코', '"', ',').ArrayOf().Select(text => new string(text));

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var cell = FormulaCell.Disarm(text);
            return FormulaCell.Restore(cell) == text && (cell == "" || !"=+-@\t\r".Contains(cell[0]));
        }).QuickCheckThrowOnFailure();
    }
}
