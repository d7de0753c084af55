using System.Buffers;

namespace ECommerce.WebFrontend.Import;

/// <summary>
/// Texts that a spreadsheet would take for a formula and run when it opens a file. An export puts one apostrophe before them, with which
/// a spreadsheet shows them as they are, and an import takes exactly one off again. What has apostrophes already gets one more, so that
/// a text comes back as it was.
/// </summary>
internal static class FormulaCell
{
    private const char Apostrophe = '\'';

    private static readonly SearchValues<char> Starts = SearchValues.Create("=+-@\t\r");

    /// <summary>The text as it may stand in a file.</summary>
    public static string Disarm(string text) => IsFormula(text) ? Apostrophe + text : text;

    /// <summary>The text that stands in a file.</summary>
    public static string Restore(string cell) => cell.StartsWith(Apostrophe) && IsFormula(cell) ? cell[1..] : cell;

    private static bool IsFormula(string text) => text.AsSpan().TrimStart(Apostrophe) is [var first, ..] && Starts.Contains(first);
}
