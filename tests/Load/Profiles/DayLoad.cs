namespace ECommerce.Load;

/// <summary>
/// A day in an installation, by users with tokens: six of ten calls look, two are for the cart, one claims, one buys. Each user claims once in a
/// round, so that every claim takes a coupon; when all have, they buy instead.
/// </summary>
internal sealed class DayLoad(HttpShop shop, int users) : Workload
{
    private const int Products = 20;
    private const long Stock = 100_000_000;
    private const long Balance = 1_000_000;
    private const long Coupons = 10_000_000;

    private IReadOnlyList<User> _users = [];
    private IReadOnlyList<string> _skus = [];
    private string[] _pages = [];
    private string _campaign = "";
    private long _claims;
    private long _purchases;

    public override async Task Prepare()
    {
        _users = await shop.Fund(users, Balance);
        _skus = await shop.Sell(Products, Stock);
        _pages = ["/v1/products?limit=20", "/v1/products/best-sellers", "/v1/campaigns", .. _skus.Select(HttpShop.PageOf)];
    }

    public override async Task Begin(TimeSpan length)
    {
        _campaign = await shop.Open(Coupons);
        _claims = -1;
    }

    public override Task<Operation> Once(long number) => (number % 10) switch
    {
        < 6 => shop.Get(_pages[Random.Shared.Next(number % 2 == 0 ? 3 : _pages.Length)], Anybody),
        < 8 => shop.SetInCart(Anybody, Sku, Random.Shared.Next(1, 99)),
        8 when Interlocked.Increment(ref _claims) is var claim && claim < users => shop.Claim(_campaign, _users[(int)claim]),
        _ => shop.Buy(_users[(int)(Interlocked.Increment(ref _purchases) % users)], Sku),
    };

    private User Anybody => _users[Random.Shared.Next(users)];

    private string Sku => _skus[Random.Shared.Next(_skus.Count)];
}
