using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace ECommerce.Load;

/// <summary>Everybody taps six times, three times for a coupon and three times to buy; who is told to come again does so with the same key.</summary>
/// <param name="users">How many tap.</param>
/// <param name="balance">What each has, in won.</param>
internal sealed class Taps(HttpShop shop, int users, long balance) : Workload
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

        // Three taps for a coupon; one to buy, the same again, and one with a key of its own.
        var once = tap < 3 ? () => shop.Claimed(_campaign, _users[user])
            : (Func<Task<Reply>>)(() => shop.Bought(_users[user], _skus[0], _keys[tap < 5 ? user : users + user]));
        var reply = await once();
        while (reply.Status is 0 or 429 or 503 && Elapsed < Limits.Patience)
        {
            await Task.Delay(Pause);
            reply = await once();
        }

        if (reply.Status == 201)
        {
            (tap < 3 ? _coupons : _orders).TryAdd(JsonDocument.Parse(reply.Body).RootElement.GetProperty("id").GetString()!, Elapsed);
        }

        return new(reply.Status, reply.Status is 201 or 409);
    }

    public override async Task Check(Recording round)
    {
        Equal("coupons that users were told of", Math.Min(_quantity, users), _coupons.Count);
        Equal("orders that users were told of", Math.Min(_stock, 2 * users), _orders.Count);
        Equal("taps without an answer that settles them", 0, round.Samples.Count - round.Expected);
        var (units, spent) = await Eventually.Ask(
            () => shop.Sold(_skus, _stock, _users, balance), sold => sold == (_orders.Count, _orders.Count), Bounds.Freshness);
        Equal("units sold", _orders.Count, units);
        Equal("won spent", _orders.Count, spent);
        Equal("coupons issued", _coupons.Count, await Eventually.Ask(() => shop.Issued(_campaign), issued => issued == _coupons.Count, Bounds.Freshness));
    }

    private void Equal(string what, long expected, long actual) => WrongBooksException.ThrowUnless(shop, what, expected, actual);

    private static List<(double, long)> Left(long all, IEnumerable<TimeSpan> taken) =>
        [(0, all), .. taken.Order().Select((at, i) => (at.TotalSeconds, all - i - 1))];
}
