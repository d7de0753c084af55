using Confluent.Kafka;

namespace ECommerce.DataPlatform.Kafka;

/// <summary>What an error of the broker or its client means for the event that met it.</summary>
internal static class KafkaErrors
{
    /// <summary>
    /// The event, or another in the same request, will never be taken. Not so for policy_violation and the errors about rights,
    /// formats and clocks: those pass when the broker's operator or its load lets them.
    /// </summary>
    public static bool IsRejection(this Error error) => error.Code
        is ErrorCode.MsgSizeTooLarge
        or ErrorCode.RecordListTooLarge
        or ErrorCode.InvalidMsgSize
        or ErrorCode.InvalidRecord
        or ErrorCode.Local_InvalidDifferentRecord;

    /// <summary>The producer can send nothing any more.</summary>
    public static bool IsFinal(this Error error) => error.IsFatal || error.Code == ErrorCode.Local_Fatal;

    /// <summary>
    /// Another producer would do no better. Any other error calls for one: the client remembers missing rights and topics for
    /// minutes, and what else reaches us it could not mend by itself.
    /// </summary>
    public static bool IsWait(this Error error) => error.Code is ErrorCode.Local_MsgTimedOut;
}
