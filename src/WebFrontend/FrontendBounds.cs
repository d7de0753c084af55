namespace ECommerce.WebFrontend;

/// <summary>The bounds of a frontend.</summary>
internal static class FrontendBounds
{
    /// <summary>Requests in flight at once; one more is answered 503 at once.</summary>
    public const int Requests = 20_000;

    /// <summary>The largest request body, in bytes.</summary>
    public const long Body = 1 << 20;

    /// <summary>The largest import, in bytes.</summary>
    public const long Import = 512L << 20;

    /// <summary>Claims that wait for one campaign; one more is refused as overloaded.</summary>
    public const int Claims = 20_000;

    /// <summary>How long a user who was told "sold out" is told so again without asking the grain.</summary>
    public static readonly TimeSpan SoldOutMemory = TimeSpan.FromMilliseconds(250);

    /// <summary>The most users that are remembered so.</summary>
    public const int SoldOutUsers = 100_000;

    /// <summary>How often the product list looks for changes; with the way there it stays under 500 ms.</summary>
    public static readonly TimeSpan ListRefresh = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a ranking is served before it is asked for again.</summary>
    public static readonly TimeSpan RankingAge = TimeSpan.FromSeconds(1);

    /// <summary>Rendered pages kept of one product list.</summary>
    public const int Pages = 1_000;

    /// <summary>The longest search, in characters.</summary>
    public const int Query = 100;

    /// <summary>How long a reader waits for the first list after a start.</summary>
    public static readonly TimeSpan FirstList = TimeSpan.FromSeconds(10);

    /// <summary>How long a call to a grain is waited for; a call that a killed silo took along is given up then.</summary>
    public static readonly TimeSpan Response = TimeSpan.FromSeconds(5);

    /// <summary>How long a readiness probe waits before the answer is no.</summary>
    public static readonly TimeSpan Readiness = TimeSpan.FromSeconds(2);

    /// <summary>How often the silos that take calls are looked up.</summary>
    public static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(5);

    /// <summary>The pause between two attempts to find a cluster.</summary>
    public static readonly TimeSpan Reconnect = TimeSpan.FromMilliseconds(500);

    /// <summary>For how long a call that met a silo which stops or is gone is repeated: longer than it takes to find a silo dead.</summary>
    public static readonly TimeSpan Repeating = TimeSpan.FromSeconds(5);

    /// <summary>The pause before it is.</summary>
    public static readonly TimeSpan RepeatPause = TimeSpan.FromMilliseconds(100);

    /// <summary>What a refused caller is told to wait, in seconds.</summary>
    public const string RetryAfter = "1";
}
