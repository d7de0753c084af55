namespace ECommerce.DataPlatform.EventHubs;

/// <summary>The bounds of the Event Hubs publisher.</summary>
public static class EventHubsBounds
{
    /// <summary>The most users of one call whose batches are on their way at once.</summary>
    public const int UsersAtOnce = 64;

    /// <summary>How often the client itself sends a batch again, also when it is throttled; then the stream backs off.</summary>
    public const int Retries = 1;

    /// <summary>The wait before the first of these; it doubles.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two of these.</summary>
    public static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>The longest that one attempt may take.</summary>
    public static readonly TimeSpan Attempt = TimeSpan.FromSeconds(3);
}
