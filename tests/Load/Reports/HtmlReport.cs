using System.Net;
using System.Text;

namespace ECommerce.Load;

/// <summary>Results as a page that needs no network: tables and plots in one file.</summary>
internal static class HtmlReport
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
        + "table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}th,td{padding:.3rem .8rem;border-bottom:1px solid #ddd;text-align:right}"
        + "th:first-child,td:first-child{text-align:left}svg{max-width:100%;height:auto}.missed{color:#a40000;font-weight:600}";

    /// <param name="sheets">What is no result of a profile.</param>
    public static string Of(Setting setting, IReadOnlyList<Result> results, IEnumerable<Sheet> sheets)
    {
        var page = new StringBuilder($"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Load</title><style>{Style}</style></head><body><h1>Load</h1>");
        page.Append($"<p>{Text(setting.Form)}; {Text(setting.Machine)}; {setting.At:yyyy-MM-dd HH:mm} UTC. Driver, servers and database share the cores.</p>");
        foreach (var sheet in sheets)
        {
            Section(page, sheet);
        }

        foreach (var result in results)
        {
            Section(page, Sheet.Of(result));
            page.Append(Plots.LatencyOverTime(result.Scores)).Append(Plots.Histogram(result.Scores));
            if (result.BurnDown is { } left)
            {
                page.Append(Plots.BurnDown(left));
            }
        }

        return page.Append("</body></html>").ToString();
    }

    private static void Section(StringBuilder page, Sheet sheet)
    {
        page.Append($"<h2>{Text(sheet.Title)}</h2><p>{Text(sheet.Note)}</p>");
        page.Append("<table><thead><tr>").AppendJoin("", sheet.Heads.Select(head => $"<th>{Text(head)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in sheet.Rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td{(cell == Sheet.Missed ? " class=\"missed\"" : "")}>{Text(cell)}</td>")).Append("</tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
