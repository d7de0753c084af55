namespace ECommerce.Testing.Otlp;

/// <summary>A span that was received.</summary>
/// <param name="Service">The program that sent it.</param>
/// <param name="Scope">The source that it is of.</param>
/// <param name="ParentId">Empty: it begins a trace.</param>
public sealed record OtlpSpan(
    string Service, string Scope, string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> LinkedIds);

/// <summary>What a metric is made of.</summary>
public enum OtlpKind
{
    /// <summary>A figure as it is now, or a sum that may fall.</summary>
    Gauge,

    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>Values in buckets.</summary>
    Histogram,
}

/// <summary>A metric that was received.</summary>
/// <param name="Service">The program that sent it.</param>
/// <param name="Instance">The process that sent it.</param>
public sealed record OtlpMetric(string Service, string Instance, string Name, string Unit, OtlpKind Kind, IReadOnlyList<OtlpPoint> Points);

/// <summary>A metric for one set of attributes.</summary>
/// <param name="Value">The figure, or the sum of a histogram's values.</param>
/// <param name="ExemplarTraceIds">The traces of examples.</param>
public sealed record OtlpPoint(IReadOnlyDictionary<string, string> Attributes, double Value, IReadOnlyList<string> ExemplarTraceIds);

/// <summary>A line of a log that was received.</summary>
/// <param name="Service">The program that sent it.</param>
public sealed record OtlpLog(string Service, string Severity, string Body, IReadOnlyDictionary<string, string> Attributes);
