namespace ECommerce.Silo;

/// <summary>The bounds of a silo in a cluster. docs/cluster.md says what they were measured to give.</summary>
internal static class ClusterBounds
{
    /// <summary>Requests that one grain holds, running and waiting; one more is refused as overloaded.</summary>
    public const int Mailbox = 10_000;

    /// <summary>
    /// How long a grain waits for another, the same as a frontend does. A call whose silo was killed is given up then or, sooner,
    /// when the silo is found dead.
    /// </summary>
    public static readonly TimeSpan Response = TimeSpan.FromSeconds(5);

    /// <summary>How often a silo asks another whether it lives, and how long it waits for the answer.</summary>
    public static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    /// <summary>A silo is voted dead after so many unanswered probes: a pause of the garbage collector must not be taken for a death.</summary>
    public const int MissedProbes = 3;

    /// <summary>How often membership is read again, should the news have been lost.</summary>
    public static readonly TimeSpan MembershipRefresh = TimeSpan.FromSeconds(5);

    /// <summary>How long a stopping silo goes on answering after it told the frontends to go elsewhere.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>How long a probe waits for an answer before the answer is no.</summary>
    public static readonly TimeSpan Readiness = TimeSpan.FromSeconds(2);

    /// <summary>Nobody used a wallet, product or campaign for so long: its memory costs one read to come back, and saves one on each use.</summary>
    public static readonly TimeSpan Collection = TimeSpan.FromMinutes(15);

    /// <summary>Orders, lists and carts keep nothing that the ledger or storage would not be asked for anyway, and there are many of them.</summary>
    public static readonly TimeSpan ShortCollection = TimeSpan.FromMinutes(2);
}
