using System.Net;
using System.Text;

namespace ECommerce.Load;

/// <summary>Results as a page that needs no network: tables and plots in one file.</summary>
internal static class HtmlReport
{
    // Characters of a figure with its unit.
    private const int Figure = 16;

    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
        + "table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}th,td{padding:.3rem .8rem;border-bottom:1px solid #ddd;text-align:right}"
        + "th:first-child,td:first-child,td.text{text-align:left}svg{max-width:100%;height:auto}.missed{color:#a40000;font-weight:600}";

    /// <param name="sheets">What is no result of a profile.</param>
    public static string Of(Setting setting, IReadOnlyList<Result> results, IEnumerable<Sheet> sheets) => Page("Load", setting,
    [
        .. sheets.Select(sheet => (sheet, (IReadOnlyList<string>)[])),
        .. results.Select(result => (Sheet.Of(result), (IReadOnlyList<string>)
            [Plots.LatencyOverTime(result.Scores), Plots.Histogram(result.Scores), .. result.BurnDown is { } left ? [Plots.BurnDown(left)] : (string[])[]])),
    ]);

    /// <summary>Tables, each with the plots that belong to it.</summary>
    public static string Page(string title, Setting setting, IEnumerable<(Sheet Sheet, IReadOnlyList<string> Plots)> sections)
    {
        var page = new StringBuilder(
            $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Text(title)}</title><style>{Style}</style></head><body><h1>{Text(title)}</h1>");
        page.Append($"<p>{Text(setting.Form)}; {Text(setting.Machine)}; {setting.At:yyyy-MM-dd HH:mm} UTC. {Text(setting.Where)}</p>");
        foreach (var (sheet, plots) in sections)
        {
            Section(page, sheet);
            page.AppendJoin("", plots);
        }

        return page.Append("</body></html>").ToString();
    }

    private static void Section(StringBuilder page, Sheet sheet)
    {
        page.Append($"<h2>{Text(sheet.Title)}</h2><p>{Text(sheet.Note)}</p>");
        page.Append("<table><thead><tr>").AppendJoin("", sheet.Heads.Select(head => $"<th>{Text(head)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in sheet.Rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td{ClassOf(cell)}>{Text(cell)}</td>")).Append("</tr>");
        }

        page.Append("</tbody></table>");
    }

    // Figures are read from the right, sentences from the left.
    private static string ClassOf(string cell) => cell == Sheet.Missed ? " class=\"missed\"" : cell.Length > Figure ? " class=\"text\"" : "";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
