namespace ECommerce.Testing;

/// <summary>Things that nobody else has: tests share one shop and run side by side.</summary>
public static class Some
{
    /// <summary>An id with a readable beginning.</summary>
    public static string Id(string beginning) => $"{beginning}-{Guid.NewGuid():N}"[..(beginning.Length + 13)];

    public static string UserId() => Id("user");

    public static string Key() => Guid.NewGuid().ToString("N");

    /// <summary>A product with one variant: 10,000 won, 100 in stock.</summary>
    public static Product Product() => new();

    /// <summary>A product without a picture, for which the pages draw one: nothing is asked of another origin.</summary>
    public static Product DrawnProduct() => Product() with { ImageUrl = null };

    /// <summary>An open campaign: 1,000 won off, a hundred coupons, no minimum.</summary>
    public static Campaign Campaign() => new();
}

/// <summary>A product to save.</summary>
public sealed record Product
{
    public string Id { get; init; } = Some.Id("shirt");

    public string Name { get; init; } = "Linen shirt";

    public long Price { get; init; } = 10_000;

    /// <summary>Null: it has no picture.</summary>
    public string? ImageUrl { get; init; } = "https://images.example/shirt.jpg";

    public long? Stock { get; init; } = 100;

    /// <summary>One variant for each.</summary>
    public IReadOnlyList<string> Colors { get; init; } = ["Black"];

    /// <summary>The sku of the first variant.</summary>
    public string Sku => SkuOf(0);

    public string SkuOf(int variant) => $"{Id}-{Colors[variant]}";

    /// <summary>The body of PUT /v1/admin/products/{id}.</summary>
    public object Body => new
    {
        name = Name,
        description = "Light and cool.",
        vendor = "Han",
        imageUrl = ImageUrl,
        options = new[] { new { name = "Color", values = Colors } },
        variants = Colors.Select((color, i) => Variant(SkuOf(i), color)),
    };

    private Dictionary<string, object> Variant(string sku, string color)
    {
        var variant = new Dictionary<string, object>
        {
            ["sku"] = sku,
            ["options"] = new Dictionary<string, string> { ["Color"] = color },
            ["price"] = Price,
        };
        if (Stock is { } stock)
        {
            variant["stock"] = stock;
        }

        return variant;
    }
}

/// <summary>A campaign to save.</summary>
public sealed record Campaign
{
    public string Id { get; init; } = Some.Id("spring");

    public string Name { get; init; } = "Spring welcome";

    public string Type { get; init; } = "fixed";

    public long Value { get; init; } = 1_000;

    public long? Maximum { get; init; }

    public long MinimumOrder { get; init; }

    public long Quantity { get; init; } = 100;

    public int ValidDays { get; init; } = 7;

    public DateTimeOffset StartsAt { get; init; } = DateTimeOffset.UtcNow.AddHours(-1);

    public DateTimeOffset EndsAt { get; init; } = DateTimeOffset.UtcNow.AddHours(1);

    /// <summary>The body of PUT /v1/admin/campaigns/{id}.</summary>
    public object Body => new
    {
        name = Name,
        discount = Maximum is null ? (object)new { type = Type, value = Value } : new { type = Type, value = Value, maximum = Maximum },
        minimumOrder = MinimumOrder,
        quantity = Quantity,
        validDays = ValidDays,
        startsAt = StartsAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
        endsAt = EndsAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
    };
}
