using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ECommerce.DataPlatform;

/// <summary>
/// A payment event as it is published: CloudEvents 1.0. Publishers in binary mode send the attributes as headers.
/// </summary>
/// <param name="Id">Deterministic per order, type and refund, for deduplication.</param>
/// <param name="Subject">The order's id.</param>
/// <param name="PartitionKey">The user's id: events of one user stay in order.</param>
/// <param name="Time">When the order was paid, or cancelled or refunded: RFC 3339, in UTC, to the millisecond.</param>
/// <param name="Data">The payment, a JSON object.</param>
/// <param name="TraceParent">
/// In which trace the payment was made, as W3C writes a <c>traceparent</c>: the extension for distributed tracing. Null: it is not known.
/// </param>
public sealed record PaymentEnvelope(string Id, string Type, string Subject, string PartitionKey, string Time, string Data, string? TraceParent = null)
{
    /// <summary>The version of CloudEvents.</summary>
    public const string SpecVersion = "1.0";

    /// <summary>The system that publishes.</summary>
    public const string Source = "/ecommerce";

    /// <summary>The content type of <see cref="Data"/>.</summary>
    public const string DataContentType = "application/json";

    /// <summary>The bytes with which every event begins in structured mode.</summary>
    internal static ReadOnlySpan<byte> Start => "{\"specversion\""u8;

    // Part of the published format, which does not change: it is not that of the HTTP interface, though they look alike today.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The attributes that binary mode sends as headers. The content type is not among them: each protocol has its own field for it.</summary>
    public IEnumerable<(string Name, string Value)> Attributes =>
    [
        ("specversion", SpecVersion),
        ("type", Type),
        ("source", Source),
        ("id", Id),
        ("subject", Subject),
        ("partitionkey", PartitionKey),
        ("time", Time),
        .. TraceParent is null ? [] : new[] { ("traceparent", TraceParent) },
    ];

    /// <summary>The envelope of an event.</summary>
    public static PaymentEnvelope Of(PaymentEvent payment) => new(
        payment.Id,
        TypeOf(payment.Type),
        payment.OrderId,
        payment.UserId,
        payment.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        payment.Data,
        payment.TraceParent);

    /// <summary>Writes one JSON object without line breaks, the data embedded (structured mode).</summary>
    /// <exception cref="JsonException">The data is not JSON.</exception>
    public void Write(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Unescaped);
        json.WriteStartObject();
        foreach (var (name, value) in Attributes)
        {
            json.WriteString(name, value);
        }

        json.WriteString("datacontenttype", DataContentType);
        json.WritePropertyName("data");

        // Readers take a line for an event. A line break in JSON is never part of a string, so a blank can take its place. For
        // empty data the writer would throw something else than for other data that is not JSON; a blank makes it the same.
        json.WriteRawValue(Data.Length == 0 ? " " : Data.Replace('\r', ' ').Replace('\n', ' '));
        json.WriteEndObject();
    }

    private static string TypeOf(PaymentEventType type) => type switch
    {
        PaymentEventType.Completed => "com.ecommerce.payment.completed.v1",
        PaymentEventType.Cancelled => "com.ecommerce.payment.cancelled.v1",
        PaymentEventType.Refunded => "com.ecommerce.payment.refunded.v1",
    };
}
