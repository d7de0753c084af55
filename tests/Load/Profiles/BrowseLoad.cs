namespace ECommerce.Load;

/// <summary>The first page of the product list, again and again.</summary>
internal sealed class ListLoad(Target target) : Workload
{
    private const int Products = 50;

    public override Task Prepare() => target.Sell(Products, stock: 100);

    public override Task<Operation> Once(long number) => target.List();
}

/// <summary>Users look around: the list, a product, the best sellers.</summary>
internal sealed class BrowseLoad(HttpShop shop) : Workload
{
    private const int Products = 200;

    private string[] _pages = [];

    public override async Task Prepare() => _pages =
    [
        "/v1/products?limit=20", "/v1/products?limit=100", "/v1/products/best-sellers", "/v1/campaigns",
        .. (await shop.Sell(Products, stock: 100)).Select(HttpShop.PageOf),
    ];

    // Every second page is one of the first four.
    public override Task<Operation> Once(long number) => shop.Get(_pages[Random.Shared.Next(number % 2 == 0 ? 4 : _pages.Length)]);
}

/// <summary>Users set quantities in their carts and look at them.</summary>
internal sealed class CartLoad(HttpShop shop, int users) : Workload
{
    private const int Products = 20;

    private readonly int[] _quantities = new int[users];
    private IReadOnlyList<string> _skus = [];
    private User[] _users = [];

    public override async Task Prepare()
    {
        _skus = await shop.Sell(Products, stock: 100);
        _users = User.New(users);
    }

    // Writes twice, then reads.
    public override async Task<Operation> Once(long number)
    {
        var user = (int)(number / 3 % users);
        return number % 3 == 2
            ? await shop.Get("/v1/cart", _users[user])
            : await shop.SetInCart(_users[user], _skus[Random.Shared.Next(_skus.Count)], 1 + (Interlocked.Increment(ref _quantities[user]) % 99));
    }
}

/// <summary>A day in the shop: six of ten calls look, two are for the cart, one is a claim, one buys.</summary>
internal sealed class MixedLoad(HttpShop shop, int users) : Workload
{
    private readonly BrowseLoad _browse = new(shop);
    private readonly CartLoad _cart = new(shop, users);
    private readonly ClaimLoad _claim = new(shop);
    private readonly PurchaseLoad _buy = new(shop, Purchase.Buy, users, skus: 100, skew: 1);
    private long _claims;

    public override async Task Prepare()
    {
        await _browse.Prepare();
        await _cart.Prepare();
        await _buy.Prepare();
    }

    public override async Task Begin(TimeSpan length)
    {
        await _claim.Begin(length);
        _claims = -1;
    }

    public override Task<Operation> Once(long number) => (number % 10) switch
    {
        < 6 => _browse.Once(number),
        < 8 => _cart.Once(number),
        8 when Interlocked.Increment(ref _claims) is var claim && claim < _claim.Operations => _claim.Once(claim),
        _ => _buy.Once(number),
    };
}
