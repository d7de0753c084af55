namespace ECommerce.Load;

/// <summary>What a run is bounded by, whatever is asked for.</summary>
internal static class Limits
{
    public const int Connections = 4_096;
    public const int Rounds = 50;
    public const int Seconds = 600;
    public const int Users = 1_000_000;
    public const int Skus = 10_000;
    public const int Orders = 5_000_000;

    /// <summary>Orders that are written past the shop.</summary>
    public const int History = 20_000_000;

    /// <summary>Operations in a second that an open loop starts.</summary>
    public const int Rate = 100_000;

    /// <summary>Operations of an open loop that wait for an answer; one more is not made and counts as failed.</summary>
    public const int InFlight = 100_000;

    /// <summary>Users who tap at one instant.</summary>
    public const int Herd = InFlight / Taps.TapsEach;

    /// <summary>Operations in one round.</summary>
    public const int Operations = 5_000_000;

    /// <summary>Users whose tokens are signed for a round in which each user calls once, for each second of the round.</summary>
    public const int FreshUsersPerSecond = 40_000;

    /// <summary>How long an answer is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long somebody taps who has a place in a waiting room.</summary>
    public static readonly TimeSpan Queue = TimeSpan.FromMinutes(5);

    /// <summary>How long what a rehearsal made is cleared up; what is left then is told.</summary>
    public static readonly TimeSpan ClearingUp = TimeSpan.FromMinutes(5);
}
