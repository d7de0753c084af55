namespace ECommerce.Testing;

/// <summary>How long tests wait for what the contract allows to come late.</summary>
public static class Bounds
{
    /// <summary>A read may be one second old, a list half a second more; the rest is for a busy machine.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>Best sellers are recomputed every few seconds.</summary>
    public static readonly TimeSpan Ranking = TimeSpan.FromSeconds(15);

    /// <summary>A file is written well within this.</summary>
    public static readonly TimeSpan Publication = TimeSpan.FromSeconds(30);
}
