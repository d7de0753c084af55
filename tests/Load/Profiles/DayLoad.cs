using System.Diagnostics;

namespace ECommerce.Load;

/// <summary>
/// A day in an installation, by users with tokens: six of ten calls look, two are for the cart, one claims, one buys. Each user claims once in a
/// round, so that every claim takes a coupon; when all have, they buy instead. Who is told a place in a waiting room is answered as it should be, and comes
/// again when it was told to, as long as the round lasts.
/// </summary>
internal sealed class DayLoad(HttpShop shop, int users, CancellationToken stop) : Workload
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
    private long _began;
    private TimeSpan _length;

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
        (_began, _length) = (Stopwatch.GetTimestamp(), length);
    }

    public override Task<Operation> Once(long number) => (number % 10) switch
    {
        < 6 => shop.Get(_pages[Random.Shared.Next(number % 2 == 0 ? 3 : _pages.Length)], Anybody),
        < 8 => shop.SetInCart(Anybody, Sku, Random.Shared.Next(1, 99)),
        8 when Interlocked.Increment(ref _claims) is var claim && claim < users => Claim(_campaign, _users[(int)claim]),
        _ => shop.Buy(_users[(int)(Interlocked.Increment(ref _purchases) % users)], Sku),
    };

    private async Task<Operation> Claim(string campaign, User user)
    {
        var reply = await shop.Claimed(campaign, user);

        // A room also keeps calls whose turn is near, so what comes after the place was told is the room's time and not the call's.
        var (isTold, at) = (reply.Ticket is not null, Stopwatch.GetTimestamp());
        while (reply.Ticket is { } ticket && reply.RetryAfter is { } wait && Stopwatch.GetElapsedTime(_began) + wait < _length && !stop.IsCancellationRequested)
        {
            await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            reply = await shop.Claimed(campaign, user, ticket);
        }

        return new(reply.Status, reply.Status == 201 || reply.Ticket is not null, isTold ? Stopwatch.GetElapsedTime(at) : TimeSpan.Zero);
    }

    private User Anybody => _users[Random.Shared.Next(users)];

    private string Sku => _skus[Random.Shared.Next(_skus.Count)];
}
