namespace ECommerce.Benchmarks;

/// <summary>Goods and orders of one shop.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    private static readonly string[] Cloths = ["Linen", "Wool", "Cotton", "린넨", "울", "Denim", "Silk"];
    private static readonly string[] Colors = ["Black", "White", "Red", "Blue", "Beige"];

    private static readonly Dictionary<string, string> Black = new() { ["Color"] = "Black" };

    public static Ledger.Product Product { get; } = new("shirt", "Linen shirt", "Light and cool.", "Han", null, [new("Color", ["Black"])]);

    public static Variant Variant(long stock) => new("shirt-Black", "shirt", Black, 1, stock, 0, true);

    public static NewVariant NewVariant(long stock) => new("shirt-Black", Black, 1, stock);

    /// <summary>One of many shirts, in three sizes.</summary>
    public static ProductView Listed(int i, long stock = 100, long price = 0)
    {
        var (cloth, color) = (Cloths[i % Cloths.Length], Colors[i % Colors.Length]);
        price = price > 0 ? price : 10_000 + (i * 31 % 10_000);
        return new(
            "shirt-" + i, $"{cloth} shirt {i} 셔츠", "Light and cool.", "Han " + (i % 200), null, price, [new("Color", [color]), new("Size", ["S", "M", "L"])],
            [.. new[] { "S", "M", "L" }.Select(size => new VariantView(
                $"shirt-{i}-{color}-{size}", new Dictionary<string, string> { ["Color"] = color, ["Size"] = size }, price, stock, null, null))],
            SoldOut: false, "Shirts", [cloth, "summer", "new in", "season " + (i % 12)], [], null, ProductStatus.Active);
    }

    /// <summary>An order of one shirt for 1 won.</summary>
    public static Order Order(string id, string userId) => new(
        id, userId, OrderState.Open, [new OrderLine("shirt-Black", "shirt", "Linen shirt", Black, 1, 1, 0)], 1, "as asked", false, Now, Now + GrainInterfaces.Bounds.OrderAge);
}
