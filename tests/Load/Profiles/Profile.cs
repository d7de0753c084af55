namespace ECommerce.Load;

/// <summary>What is asked for of a profile.</summary>
/// <param name="Users">How many users there are.</param>
/// <param name="Skus">How many skus, where a profile does not say.</param>
/// <param name="Skew">The exponent of Zipf's law.</param>
internal sealed record Scale(int Users, int Skus, double Skew);

/// <summary>A kind of load, by name.</summary>
/// <param name="Rivals">Which rivals can do the same.</param>
internal sealed record Profile(string Name, string Description, IReadOnlyList<string> Rivals, Func<Target, Scale, Workload> On)
{
    private static readonly IReadOnlyList<string> Plain = [RivalServer.RowLock, RivalServer.ConditionalUpdate, RivalServer.Empty];

    public static readonly IReadOnlyList<Profile> All =
    [
        new("claim", "each user claims a coupon of one campaign", Plain, (target, _) => new ClaimLoad(target)),
        new("claim-sold-out", "users ask for a coupon when all are gone", [RivalServer.Empty], (target, scale) => new SoldOutLoad(target, scale.Users)),
        new("checkout-hot", "users order and then pay one sku (rivals: in one call)", Plain,
            (target, scale) => new PurchaseLoad(target, Purchase.Checkout, scale.Users, skus: 1, skew: 0)),
        new("checkout-zipf", "the same with many skus and a skew", Plain,
            (target, scale) => new PurchaseLoad(target, Purchase.Checkout, scale.Users, scale.Skus, scale.Skew)),
        new("buy", "users order and pay one sku in one call", Plain,
            (target, scale) => new PurchaseLoad(target, Purchase.Buy, scale.Users, skus: 1, skew: 0)),
        new("buy-zipf", "the same with many skus and a skew", Plain,
            (target, scale) => new PurchaseLoad(target, Purchase.Buy, scale.Users, scale.Skus, scale.Skew)),
        new("list", "the first page of the product list", [RivalServer.Empty], (target, _) => new ListLoad(target)),
        new("browse", "list, product, best sellers, campaigns", [], (target, _) => new BrowseLoad((ShopTarget)target)),
        new("cart", "users change and read their carts", [], (target, scale) => new CartLoad((ShopTarget)target, scale.Users)),
        new("mixed", "six of ten calls look, two are for the cart, one is a claim, one buys", [],
            (target, scale) => new MixedLoad((ShopTarget)target, scale.Users)),
    ];

    /// <summary>The one of that name.</summary>
    public static Profile Of(string name) => All.Single(profile => profile.Name == name);
}
