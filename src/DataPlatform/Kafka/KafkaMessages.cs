using System.Text;
using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>Events as Kafka carries them: CloudEvents 1.0, Kafka protocol binding, binary mode. The key is the user.</summary>
internal static class KafkaMessages
{
    private const string Prefix = "ce_";

    private static readonly byte[] ContentType = Encoding.UTF8.GetBytes(PaymentEnvelope.DataContentType);

    public static Message<byte[], byte[]> Of(PaymentEvent payment)
    {
        var envelope = PaymentEnvelope.Of(payment);
        var headers = new Headers();
        foreach (var (name, value) in envelope.Attributes)
        {
            headers.Add(Prefix + name, Encoding.UTF8.GetBytes(value));
        }

        // Instrumented consumers look for the trace by its own name, and readers of CloudEvents among the attributes.
        if (envelope.TraceParent is { } traceParent)
        {
            headers.Add("traceparent", Encoding.UTF8.GetBytes(traceParent));
        }

        headers.Add("content-type", ContentType);
        return new() { Key = Encoding.UTF8.GetBytes(envelope.PartitionKey), Value = Encoding.UTF8.GetBytes(envelope.Data), Headers = headers };
    }
}
