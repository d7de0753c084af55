using System.Text.RegularExpressions;

namespace ECommerce.Telemetry.Tests;

/// <summary>Which series and labels an expression of Prometheus names.</summary>
internal static partial class PromQL
{
    /// <summary>The series, each with the labels that it is chosen by; and the labels that results are grouped by.</summary>
    public static (IReadOnlyList<(string Series, IReadOnlyList<string> Labels)> Series, IReadOnlyList<string> GroupedBy) Read(string expression)
    {
        var groupedBy = Grouping().Matches(expression).SelectMany(group => Words(group.Groups[1].Value)).ToList();
        var rest = Grouping().Replace(Duration().Replace(Text().Replace(expression, "\"\""), ""), "");
        var series = Selector().Matches(rest)
            .Where(selector => !Operators.Contains(selector.Groups[1].Value))
            .Select(selector => (selector.Groups[1].Value, (IReadOnlyList<string>)[.. Label().Matches(selector.Groups[2].Value).Select(label => label.Groups[1].Value)]))
            .ToList();
        return (series, groupedBy);
    }

    private static readonly HashSet<string> Operators = ["and", "or", "unless", "offset", "bool"];

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    // A name that nothing is called with: what is called is a function. Numbers such as 5m and 1e3 begin with a digit.
    [GeneratedRegex(@"(?<![\w:.])([a-zA-Z_:][\w:]*)(?![\w:]*\s*\()\s*(?:\{([^}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Label();
}
