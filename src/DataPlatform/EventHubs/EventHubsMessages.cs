using System.Text;
using Azure.Messaging.EventHubs;

namespace ECommerce.DataPlatform.EventHubs;

/// <summary>Events as AMQP carries them: CloudEvents 1.0, AMQP protocol binding, binary mode.</summary>
internal static class EventHubsMessages
{
    private const string Prefix = "cloudEvents:";

    public static EventData Of(PaymentEvent payment)
    {
        var envelope = PaymentEnvelope.Of(payment);
        var message = new EventData(Encoding.UTF8.GetBytes(envelope.Data))
        {
            ContentType = PaymentEnvelope.DataContentType,
            MessageId = envelope.Id,
        };
        foreach (var (name, value) in envelope.Attributes)
        {
            message.Properties.Add(Prefix + name, value);
        }

        return message;
    }
}
