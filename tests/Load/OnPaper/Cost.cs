namespace ECommerce.Load;

/// <summary>What one operation costs a cluster, in microseconds of a processor: docs/scale.md says where each figure was measured.</summary>
/// <param name="Shop">Of frontends and silos together.</param>
/// <param name="Database">Of PostgreSQL.</param>
internal sealed record Cost(string Operation, double Shop, double Database)
{
    public static readonly Cost Read = new("read", 20, 0);
    public static readonly Cost Claim = new("claim", 78, 21);
    public static readonly Cost Purchase = new("purchase", 213, 134);
    public static readonly Cost Checkout = new("checkout", 338, 191);

    public static readonly IReadOnlyList<Cost> All = [Read, Claim, Purchase, Checkout];
}

/// <summary>Operations in a second.</summary>
internal sealed record Demand(IReadOnlyDictionary<Cost, double> PerSecond)
{
    /// <summary>Of users who all come within a time, each of whom does so much of each.</summary>
    public static Demand Of(int users, TimeSpan within, IReadOnlyDictionary<Cost, double> each) =>
        new(each.ToDictionary(it => it.Key, it => it.Value * users / within.TotalSeconds));

    /// <summary>Processors that the shop is busy with.</summary>
    public double ShopCores => PerSecond.Sum(it => it.Value * it.Key.Shop) / 1_000_000;

    /// <summary>Processors that the database is busy with.</summary>
    public double DatabaseCores => PerSecond.Sum(it => it.Value * it.Key.Database) / 1_000_000;
}
