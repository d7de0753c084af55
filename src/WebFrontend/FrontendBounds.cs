namespace ECommerce.WebFrontend;

/// <summary>The bounds of calls to the grains.</summary>
internal static class FrontendBounds
{
    /// <summary>Claims that wait for one campaign; one more is refused as overloaded.</summary>
    public const int Claims = 20_000;

    /// <summary>How long a call to a grain is waited for; a call that a killed silo took along is given up then.</summary>
    public static readonly TimeSpan Response = TimeSpan.FromSeconds(5);

    /// <summary>How often the silos that take calls are looked up.</summary>
    public static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(5);

    /// <summary>The pause between two attempts to find a cluster.</summary>
    public static readonly TimeSpan Reconnect = TimeSpan.FromMilliseconds(500);

    /// <summary>For how long a call that met a silo which stops or is gone is repeated: longer than it takes to find a silo dead.</summary>
    public static readonly TimeSpan Repeating = TimeSpan.FromSeconds(5);

    /// <summary>The pause before it is.</summary>
    public static readonly TimeSpan RepeatPause = TimeSpan.FromMilliseconds(100);
}
