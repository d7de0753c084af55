namespace ECommerce.Benchmarks;

/// <summary>Goods and orders of one shop.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Black = new() { ["Color"] = "Black" };

    public static Ledger.Product Product { get; } = new("shirt", "Linen shirt", "Light and cool.", "Han", null, [new("Color", ["Black"])]);

    public static Variant Variant(long stock) => new("shirt-Black", "shirt", Black, 1, stock, 0, true);

    public static NewVariant NewVariant(long stock) => new("shirt-Black", Black, 1, stock);

    /// <summary>An order of one shirt for 1 won.</summary>
    public static Order Order(string id, string userId) => new(
        id, userId, OrderState.Open, [new OrderLine("shirt-Black", "shirt", "Linen shirt", Black, 1, 1, 0)], 1, "as asked", false, Now, Now + GrainInterfaces.Bounds.OrderAge);
}
