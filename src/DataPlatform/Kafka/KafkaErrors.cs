using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>What an error of the broker or its client means for the event that it was reported for.</summary>
internal static class KafkaErrors
{
    /// <summary>
    /// The event, or another one in the same request, will never be accepted. Not so for policy_violation and for errors about
    /// rights, formats and clocks: those pass when the broker's operator or its load lets them.
    /// </summary>
    public static bool IsRejection(this Error error) => error.Code
        is ErrorCode.MsgSizeTooLarge
        or ErrorCode.RecordListTooLarge
        or ErrorCode.InvalidMsgSize
        or ErrorCode.InvalidRecord
        or ErrorCode.Local_InvalidDifferentRecord;

    /// <summary>The producer can send nothing any more.</summary>
    public static bool IsFinal(this Error error) => error.IsFatal || error.Code == ErrorCode.Local_Fatal;

    /// <summary>The client's memory for events in flight is full.</summary>
    public static bool IsQueueFull(this Error error) => error.Code == ErrorCode.Local_QueueFull;

    /// <summary>
    /// The broker did not answer in time, so another producer would do no better. After any other failure one may: the client
    /// remembers missing rights and topics for minutes, and has given up mending whatever else it reports.
    /// </summary>
    public static bool IsTimeout(this Error error) => error.Code == ErrorCode.Local_MsgTimedOut;
}
