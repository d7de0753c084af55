namespace ECommerce.DataPlatform.Kafka;

/// <summary>The bounds of the Kafka publisher.</summary>
public static class KafkaBounds
{
    /// <summary>
    /// The longest wait for one event's acknowledgement, unless configured; then the stream backs off and tries again. Its end may
    /// be noticed two seconds late.
    /// </summary>
    public static readonly TimeSpan Delivery = TimeSpan.FromSeconds(4);

    /// <summary>The longest pause between two attempts to connect, unless configured.</summary>
    public static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    /// <summary>How long events are gathered into one request, unless configured.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(1);

    /// <summary>The most memory for events on their way, in KiB, unless configured.</summary>
    public const int QueueKibibytes = 32 * 1024;

    /// <summary>The wait before looking again for room in that memory, when others fill it.</summary>
    public static readonly TimeSpan QueuePause = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest request to an identity provider.</summary>
    public static readonly TimeSpan TokenRequest = TimeSpan.FromSeconds(10);
}
