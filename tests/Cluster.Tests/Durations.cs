namespace ECommerce.Cluster.Tests;

/// <summary>How long things go wrong: long enough to make the point, or with SHOP_TEST_FULL=true as long as docs/cluster.md says.</summary>
internal static class Durations
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SHOP_TEST_FULL") == "true";

    /// <summary>Silos that are killed, one after the other.</summary>
    public static int Kills => IsFull ? 5 : 2;

    /// <summary>Redis away, or silos cut off from each other: longer than membership is read again or a silo is found dead.</summary>
    public static TimeSpan Outage => TimeSpan.FromSeconds(IsFull ? 30 : 15);

    /// <summary>Both cores busy: many times as long as it takes to find a silo dead.</summary>
    public static TimeSpan Busy => TimeSpan.FromSeconds(IsFull ? 60 : 15);
}
