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

    public static string Of(Setting setting, IReadOnlyList<Result> results, IReadOnlyList<Floor> floors, IReadOnlyList<Cold> colds)
    {
        var page = new StringBuilder($"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Load</title><style>{Style}</style></head><body><h1>Load</h1>");
        page.Append($"<p>{Text(setting.Form)}; {Text(setting.Machine)}; {setting.At:yyyy-MM-dd HH:mm} UTC. Driver, servers and database share the cores.</p>");
        if (floors.Count > 0)
        {
            Table(page, ["Beside each other", "measured", "floor", "goal", ""], floors.Select(floor => (string[])
                [floor.Name, $"{floor.Value:0.00}", $"{floor.Least}", $"{floor.Goal}", floor.ReachesGoal ? "goal" : floor.Holds ? "floor" : "missed"]));
        }

        if (colds.Count > 0)
        {
            Table(page, ["Just ready", "first 10 s, /s", "warm, /s", "part"],
                colds.Select(cold => (string[])[cold.Profile, $"{cold.First:0}", $"{cold.Warm:0}", $"{cold.Part:0.00}"]));
        }

        foreach (var result in results)
        {
            Section(page, result);
        }

        return page.Append("</body></html>").ToString();
    }

    private static void Section(StringBuilder page, Result result)
    {
        page.Append($"<h2>{Text(result.Profile)}</h2><p>{Text(Tables.Words(result))}. {Text(result.Note ?? "")}</p>");
        Table(page, ["", "/s", "first / this", "half within, ms", "99 %", "99.9 %", "all", "CPU µs, server", "database", "unexpected"],
            (result.BurnDown is null ? result.Scores : Tables.Parts(result.Scores[0])).Select(score => (string[])
            [
                score.Label, $"{score.PerSecond:0}", Tables.Ratio(result, score), $"{score.Within(0.5):0.0}", $"{score.Within(0.99):0.0}", $"{score.Within(0.999):0.0}",
                $"{score.Within(1):0.0}", $"{score.Server:0}", $"{score.Database:0}", Tables.Unexpected(score),
            ]));
        page.Append(Plots.LatencyOverTime(result.Scores)).Append(Plots.Histogram(result.Scores));
        if (result.BurnDown is { } left)
        {
            page.Append(Plots.BurnDown(left));
        }
    }

    private static void Table(StringBuilder page, string[] heads, IEnumerable<string[]> rows)
    {
        page.Append("<table><thead><tr>").AppendJoin("", heads.Select(head => $"<th>{Text(head)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td{(cell == "missed" ? " class=\"missed\"" : "")}>{Text(cell)}</td>")).Append("</tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
