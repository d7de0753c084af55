using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ECommerce.GrainInterfaces;

namespace ECommerce.DataPlatform;

/// <summary>
/// A payment event as the data platform gets it: CloudEvents 1.0. Publishers in binary mode send the attributes as headers.
/// </summary>
/// <param name="Id">Deterministic per order and type, for deduplication.</param>
/// <param name="Subject">The order.</param>
/// <param name="PartitionKey">The user: events of one user stay in order.</param>
/// <param name="Time">When it happened, RFC 3339 in UTC.</param>
/// <param name="Data">The payment, a JSON object.</param>
public sealed record PaymentEnvelope(string Id, string Type, string Subject, string PartitionKey, string Time, string Data)
{
    /// <summary>The version of the envelope.</summary>
    public const string SpecVersion = "1.0";

    /// <summary>Who tells.</summary>
    public const string Source = "/ecommerce";

    /// <summary>The form of <see cref="Data"/>.</summary>
    public const string DataContentType = "application/json";

    /// <summary>How each begins in structured mode.</summary>
    internal static ReadOnlySpan<byte> Start => "{\"specversion\""u8;

    private static readonly JsonWriterOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The attributes by their names, as binary mode sends them beside the data; the data's content type goes its own way there.</summary>
    public IEnumerable<(string Name, string Value)> Attributes =>
    [
        ("specversion", SpecVersion),
        ("type", Type),
        ("source", Source),
        ("id", Id),
        ("subject", Subject),
        ("partitionkey", PartitionKey),
        ("time", Time),
    ];

    /// <summary>The envelope of an event.</summary>
    public static PaymentEnvelope Of(PaymentEvent payment) => new(
        payment.Id,
        TypeOf(payment.Type),
        payment.OrderId,
        payment.UserId,
        JsonSerializer.SerializeToElement(payment.At, ViewJson.Options).GetString()!,
        payment.Data);

    /// <summary>Writes one JSON object without line breaks, the data embedded (structured mode).</summary>
    /// <exception cref="JsonException">The data is no JSON.</exception>
    public void Write(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, AsIs);
        json.WriteStartObject();
        foreach (var (name, value) in Attributes)
        {
            json.WriteString(name, value);
        }

        json.WriteString("datacontenttype", DataContentType);
        json.WritePropertyName("data");

        // Within JSON a raw line break is white space only, and one object must stay one line.
        json.WriteRawValue(Data.Length == 0 ? "?" : Data.Replace('\r', ' ').Replace('\n', ' '));
        json.WriteEndObject();
    }

    private static string TypeOf(PaymentEventType type) => type switch
    {
        PaymentEventType.Completed => "com.ecommerce.payment.completed.v1",
        PaymentEventType.Cancelled => "com.ecommerce.payment.cancelled.v1",
    };
}
