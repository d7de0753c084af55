using System.Collections.Concurrent;
using System.Diagnostics;

namespace ECommerce.Load;

/// <summary>Everybody taps six times, three times for a coupon and three times to buy; who is told to come again does so with the same key.</summary>
/// <param name="users">How many tap.</param>
/// <param name="balance">What each has, in won.</param>
/// <param name="stop">Nobody comes again.</param>
internal sealed class Taps(HttpShop shop, int users, long balance, CancellationToken stop = default) : Workload
{
    /// <summary>How often each user taps.</summary>
    public const int TapsEach = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // More users than coupons, and more wishes than units.
    private readonly long _quantity = users / 2;
    private readonly long _stock = users;
    private readonly ConcurrentDictionary<string, TimeSpan> _coupons = new();
    private readonly ConcurrentDictionary<string, TimeSpan> _orders = new();
    private readonly string[] _keys = [.. Enumerable.Range(0, 2 * users).Select(_ => Some.Key())];
    private readonly ConcurrentDictionary<int, string> _couponOf = new();
    private readonly ConcurrentDictionary<int, string> _orderOf = new();

    // Answers after which it is not known whether the call was heard; taps that nobody settled; users and keys that were told of two.
    private long _doubts;
    private long _openClaims;
    private long _openOrders;
    private long _twice;
    private long _began;
    private IReadOnlyList<User> _users = [];
    private IReadOnlyList<string> _skus = [];
    private string _campaign = "";

    public override long Operations => TapsEach * (long)users;

    public IReadOnlyDictionary<string, IReadOnlyList<(double At, long Left)>> BurnDown => new Dictionary<string, IReadOnlyList<(double, long)>>
    {
        ["coupons"] = Left(_quantity, _coupons.Values),
        ["units"] = Left(_stock, _orders.Values),
    };

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    public override async Task Prepare()
    {
        _users = await shop.Fund(users, balance);
        _skus = await shop.Sell(1, _stock);
        _campaign = await shop.Open(_quantity);
    }

    public override Task Begin(TimeSpan length)
    {
        _began = Stopwatch.GetTimestamp();
        return Task.CompletedTask;
    }

    public override async Task<Operation> Once(long number)
    {
        var (user, tap) = ((int)(number % users), number / users);
        var (ticket, waited) = ((string?)null, TimeSpan.Zero);
        while (true)
        {
            var reply = await Tap(user, tap, ticket);
            ticket = reply.Ticket ?? ticket;
            if (reply.Status is 0 or 502 or 504 || (reply.Status == 503 && reply.Text("code") != "overloaded"))
            {
                Interlocked.Increment(ref _doubts);
            }

            if (!reply.MayBeRepeated || stop.IsCancellationRequested || Elapsed > (ticket is null ? Limits.Patience : Limits.Queue))
            {
                return Ended(user, tap, reply, waited);
            }

            var wait = reply.Ticket is not null ? reply.RetryAfter ?? Pause : TimeSpan.Zero;
            waited += wait;
            await Task.Delay(wait > TimeSpan.Zero ? wait : Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// What was told is compared with the ledger. Taps that nobody settled may have been heard, so that the ledger may have so many more. When it was never in
    /// doubt whether a call was heard, all that there was is gone as well.
    /// </summary>
    public override async Task Check(Recording round)
    {
        var isPlain = _doubts + _openClaims + _openOrders == 0;
        Equal("users told of two coupons, and keys of two orders", 0, _twice);
        var (coupons, orders) = (Math.Min(_quantity, users), Math.Min(_stock, 2 * users));
        Equal("coupons that users were told of", isPlain ? coupons : 0, _coupons.Count, isPlain ? 0 : coupons);
        Equal("orders that users were told of", isPlain ? orders : 0, _orders.Count, isPlain ? 0 : orders);
        var (units, spent) = await Eventually.Ask(
            () => shop.Sold(_skus, _stock, _users, balance), sold => sold == (_orders.Count, _orders.Count), Bounds.Freshness);
        Equal("units sold", _orders.Count, units, Math.Min(_openOrders, orders - _orders.Count));
        Equal("won spent", _orders.Count, spent, Math.Min(_openOrders, orders - _orders.Count));
        var issued = await Eventually.Ask(() => shop.Issued(_campaign), count => count == _coupons.Count, Bounds.Freshness);
        Equal("coupons issued", _coupons.Count, issued, Math.Min(_openClaims, coupons - _coupons.Count));
    }

    // Three taps for a coupon; one to buy, the same again, and one with a key of its own.
    private Task<Reply> Tap(int user, long tap, string? ticket) => tap < 3
        ? shop.Claimed(_campaign, _users[user], ticket)
        : shop.Bought(_users[user], _skus[0], _keys[KeyOf(user, tap)]);

    private int KeyOf(int user, long tap) => tap < 5 ? user : users + user;

    private Operation Ended(int user, long tap, Reply reply, TimeSpan waited)
    {
        var isClaim = tap < 3;
        var isSettled = reply.Status is 201 or 409;
        if (!isSettled)
        {
            Interlocked.Increment(ref (isClaim ? ref _openClaims : ref _openOrders));
        }

        // Who hears of a coupon that is there already was given it by a tap whose answer may be lost.
        var id = reply.Status switch
        {
            201 => reply.Text("id"),
            409 when isClaim => reply.Text("couponId"),
            _ => null,
        };
        if (id is not null)
        {
            (isClaim ? _coupons : _orders).TryAdd(id, Elapsed);
            if ((isClaim ? _couponOf : _orderOf).GetOrAdd(isClaim ? user : KeyOf(user, tap), id) != id)
            {
                Interlocked.Increment(ref _twice);
            }
        }

        return new(reply.Status, isSettled, waited);
    }

    private void Equal(string what, long expected, long actual, long more = 0) => WrongBooksException.ThrowUnless(shop, what, expected, actual, more);

    private static List<(double, long)> Left(long all, IEnumerable<TimeSpan> taken) =>
        [(0, all), .. taken.Order().Select((at, i) => (at.TotalSeconds, all - i - 1))];
}
