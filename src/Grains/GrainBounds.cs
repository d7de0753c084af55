namespace ECommerce.Grains;

/// <summary>The bounds of the grains.</summary>
internal static class GrainBounds
{
    /// <summary>How long a hold lasts that nobody settles; a commit takes milliseconds.</summary>
    public static readonly TimeSpan HoldAge = TimeSpan.FromSeconds(30);

    /// <summary>How long a payment waits for others to settle before it leaves the decision to the ledger.</summary>
    public static readonly TimeSpan HoldWait = TimeSpan.FromMilliseconds(200);

    /// <summary>The age up to which a grain refuses from memory; with what a frontend adds it stays under <see cref="Bounds.Freshness"/>.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(700);

    /// <summary>How often the ranking is computed at most.</summary>
    public static readonly TimeSpan RankingAge = TimeSpan.FromSeconds(1);

    /// <summary>How often a change of a cart is tried again after another device's change came between.</summary>
    public const int CartRetries = 10;
}
