using System.Globalization;

namespace ECommerce.Testing.Otlp;

/// <summary>
/// Reads what exporters send. The numbers are those of the fields in opentelemetry/proto/{trace,metrics,logs,common,resource}/v1, which never
/// change: a request holds resources (1), each with its attributes (1, 1) and scopes (2), each with its name (1, 1) and what was recorded (2).
/// </summary>
internal static class OtlpReading
{
    private const string Unnamed = "";

    public static IEnumerable<OtlpSpan> Spans(ReadOnlyMemory<byte> request) => Recorded(request).Select(recorded => new OtlpSpan(
        recorded.Service,
        recorded.Scope,
        recorded.Fields.One(1).Hex,
        recorded.Fields.One(2).Hex,
        recorded.Fields.One(4).Hex,
        recorded.Fields.One(5).Text,
        Attributes(recorded.Fields, 9),
        [.. recorded.Fields.All(13).Select(link => link.Fields.One(2).Hex)]));

    public static IEnumerable<OtlpLog> Logs(ReadOnlyMemory<byte> request) => Recorded(request).Select(recorded =>
        new OtlpLog(recorded.Service, recorded.Fields.One(3).Text, Value(recorded.Fields.One(5)), Attributes(recorded.Fields, 6)));

    public static IEnumerable<OtlpMetric> Metrics(ReadOnlyMemory<byte> request) => Recorded(request).Select(recorded =>
    {
        var fields = recorded.Fields;
        var (kind, data) = fields.All(7).Any() ? (fields.One(7).Fields.One(3).Value == 1 ? OtlpKind.Counter : OtlpKind.Gauge, fields.One(7))
            : fields.All(9).Any() ? (OtlpKind.Histogram, fields.One(9))
            : (OtlpKind.Gauge, fields.One(5));
        return new OtlpMetric(
            recorded.Service, recorded.Instance, fields.One(1).Text, fields.One(3).Text, kind,
            [.. data.Fields.All(1).Select(point => kind == OtlpKind.Histogram ? HistogramPoint(point.Fields) : NumberPoint(point.Fields))]);
    });

    private static IEnumerable<(string Service, string Instance, string Scope, IReadOnlyList<ProtobufField> Fields)> Recorded(ReadOnlyMemory<byte> request) =>
        from resource in ProtobufField.Of(request).All(1)
        let program = Attributes(resource.Fields.One(1).Fields, 1)
        let service = program.GetValueOrDefault("service.name", Unnamed)
        let instance = program.GetValueOrDefault("service.instance.id", Unnamed)
        from scope in resource.Fields.All(2)
        let name = scope.Fields.One(1).Fields.One(1).Text
        from recorded in scope.Fields.All(2)
        select (service, instance, name, recorded.Fields);

    private static OtlpPoint NumberPoint(IReadOnlyList<ProtobufField> point) => new(
        Attributes(point, 7), point.All(4).Any() ? point.One(4).Double : (long)point.One(6).Value, Exemplars(point, 5));

    private static OtlpPoint HistogramPoint(IReadOnlyList<ProtobufField> point) => new(Attributes(point, 9), point.One(5).Double, Exemplars(point, 8));

    private static List<string> Exemplars(IReadOnlyList<ProtobufField> point, int number) =>
        [.. point.All(number).Select(exemplar => exemplar.Fields.One(5).Hex).Where(traceId => traceId.Length > 0)];

    private static Dictionary<string, string> Attributes(IReadOnlyList<ProtobufField> fields, int number)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var attribute in fields.All(number))
        {
            attributes[attribute.Fields.One(1).Text] = Value(attribute.Fields.One(2));
        }

        return attributes;
    }

    /// <summary>A value of any kind, as text; lists and maps are left out, as nothing that tests look at has them.</summary>
    private static string Value(ProtobufField any) => any.Fields.LastOrDefault() is { Number: > 0 } value
        ? value.Number switch
        {
            1 => value.Text,
            2 => value.Value == 1 ? "true" : "false",
            3 => ((long)value.Value).ToString(CultureInfo.InvariantCulture),
            4 => value.Double.ToString(CultureInfo.InvariantCulture),
            _ => "",
        }
        : "";
}
