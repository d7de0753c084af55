namespace ECommerce.Telemetry.Tests;

/// <summary>
/// What Prometheus makes of the names of metrics and attributes that it gets by OTLP, as it does unless configured otherwise (translation strategy
/// UnderscoreEscapingWithSuffixes): what is no letter and no digit becomes an underscore, the unit is added, and <c>_total</c> to what only grows.
/// </summary>
internal static class PrometheusNames
{
    private static readonly Dictionary<string, string> Units = new()
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
        ["%"] = "percent",
    };

    /// <summary>The series of a metric.</summary>
    public static IEnumerable<string> Of(OtlpMetric metric)
    {
        var name = Escaped(metric.Name);

        // A unit in braces is an annotation, such as {event}; 1 is none but for gauges, which are ratios then.
        var unit = metric.Unit is "1" && metric.Kind == OtlpKind.Gauge ? "ratio" : Units.GetValueOrDefault(metric.Unit, "");
        if (unit != "" && !name.EndsWith("_" + unit, StringComparison.Ordinal))
        {
            name += "_" + unit;
        }

        return metric.Kind switch
        {
            OtlpKind.Counter => [name.EndsWith("_total", StringComparison.Ordinal) ? name : name + "_total"],
            OtlpKind.Histogram => [name + "_bucket", name + "_sum", name + "_count"],
            _ => [name],
        };
    }

    /// <summary>The labels of a metric's series. Those of a histogram's buckets have a bound, and all have those of the program.</summary>
    public static IEnumerable<string> LabelsOf(OtlpMetric metric) => metric.Points.SelectMany(point => point.Attributes.Keys).Select(Escaped).Concat(["job", "instance", "le"]);

    private static string Escaped(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
