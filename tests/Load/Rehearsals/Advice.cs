namespace ECommerce.Load;

/// <summary>How it shows that an installation is at its end.</summary>
internal enum Sign
{
    /// <summary>Calls got no answer at all.</summary>
    NoAnswer,

    /// <summary>429 <c>rate_limited</c>.</summary>
    RateLimited,

    /// <summary>503 <c>overloaded</c>.</summary>
    Overloaded,

    /// <summary>Claims were told their place in a waiting room.</summary>
    Waiting,

    /// <summary>503 of another kind.</summary>
    Unavailable,

    /// <summary>Other answers than those for which the calls were made.</summary>
    OtherAnswers,

    /// <summary>Taps of the herd that had no final answer when everybody had stopped to come again.</summary>
    Unsettled,

    /// <summary>Answers as they should be, and later than they should.</summary>
    Slow,

    /// <summary><c>/readyz</c> was not 200.</summary>
    NotReady,

    /// <summary>Payments reach the data platform late.</summary>
    StreamBehind,

    /// <summary>This program had no processor left: what it measured may be itself.</summary>
    DriverBusy,
}

/// <summary>What a sign means, and what to raise.</summary>
/// <param name="Settings">By their names in the README.</param>
/// <param name="Paper">Where to read on.</param>
internal sealed record Advice(Sign Sign, string Means, string Raise, IReadOnlyList<string> Settings, string Paper)
{
    public static readonly IReadOnlyList<Advice> All =
    [
        new(Sign.NoAnswer, "Connections were refused or broken, or nothing came within 30 s.",
            "More frontends, or more connections for each: the descriptors of its process, and what the proxy in front allows.",
            ["Connections:Maximum", "Connections:MaximumPerAddress"], "docs/cluster.md"),
        new(Sign.RateLimited, "One user, or one address without a token, called more often than it may.",
            "The limits, if shoppers call as often as this; otherwise rehearse with more users. Behind a proxy that is not known all callers share an address.",
            ["RateLimits:User:PermitsPerSecond", "RateLimits:User:Burst", "RateLimits:Anonymous:PermitsPerSecond", "RateLimits:Anonymous:Burst", "ForwardedHeaders:KnownProxies"], "README.md"),
        new(Sign.Overloaded, "More came than can be answered in half a second, and the rest was refused early, as it should.",
            "Whichever is at its end: frontends (processor), then silos (processor; one more while PostgreSQL is idle), then PostgreSQL (processor, and how fast its disk commits).",
            ["Admission:TargetMilliseconds", "Admission:MaximumInFlight"], "docs/scale.md"),
        new(Sign.Waiting, "More claimed than the waiting room lets in; the others were told their place and when to come again, as they should.",
            "The rate at which claims are let in, if the steps show that the shop sustains more; otherwise nothing.", ["WaitingRoom:ClaimsPerSecond"], "docs/errors.md"),
        new(Sign.Unavailable, "Something behind the frontends did not answer in time: a silo, or PostgreSQL.",
            "What /readyz names. PostgreSQL: connections (40 for each silo), locks that others hold, its disk. Silos: processor and memory.",
            ["ConnectionStrings:Postgres"], "docs/reliability.md"),
        new(Sign.OtherAnswers, "Answers that the rehearsal did not call for.", "Nothing: read the codes, and the log of the frontends.", [], "docs/errors.md"),
        new(Sign.Unsettled, "Taps got nothing for 30 s, or for 5 minutes with a place in a waiting room, but that they come again. The books were compared as far as anybody was told.",
            "What the other signs say; and whether the herd was larger than this shop is for.", ["WaitingRoom:ClaimsPerSecond"], "docs/reliability.md"),
        new(Sign.Slow, "Nothing was refused, and it took too long: work waits before anybody counts it.",
            "Processors of frontends and silos first; if they are idle, PostgreSQL's disk: ledger.flush.duration tells. The proxy in front, if the frontends' own figures are fast.",
            ["Admission:TargetMilliseconds"], "docs/performance.md"),
        new(Sign.NotReady, "At least one frontend found something missing while the load was on.",
            "What /readyz names; and the time after which a probe is missed, if it was only slow.", ["Shutdown:DrainSeconds"], "docs/cluster.md"),
        new(Sign.StreamBehind, "Payments are made faster than they are published. Nothing is lost; the data platform is late.",
            "The broker: partitions, acknowledgements, the way to it. Silos share the partitions of the stream, so one silo more publishes more.",
            ["DataPlatform:Kafka:Config:*"], "docs/data-platform.md"),
        new(Sign.DriverBusy, "The program that makes the load had used up its own machine.",
            "Nothing in the shop: run the rehearsal from a larger machine, or from two.", [], "docs/rehearsal.md"),
    ];

    public static Advice Of(Sign sign) => All.Single(advice => advice.Sign == sign);
}
