using System.Collections.Concurrent;
using System.Text;

namespace ECommerce.Load.Tests;

/// <summary>What a herd tells of the books of a shop that loses answers, lets users wait, or is wrong.</summary>
public sealed class TapsTests
{
    private const int Users = 4;
    private const long Balance = 1_000;

    [Fact]
    public async Task A_coupon_whose_answer_was_lost_is_heard_of_by_the_next_tap_and_is_no_wrong_book()
    {
        var (taps, round) = await Herd(new PaperShop { LosesFirstClaims = true });

        await taps.Check(round);
        Assert.Equal(round.Samples.Count, round.Expected);
    }

    [Fact]
    public async Task Taps_that_nobody_settled_may_have_been_heard_and_no_more_than_there_was()
    {
        var shop = new PaperShop { LosesEveryClaim = true };
        var (taps, round) = await Herd(shop, new CancellationToken(canceled: true));

        Assert.Equal(3 * Users, round.Samples.Count - round.Expected);
        await taps.Check(round);

        shop.More = 1;
        Assert.Contains("coupons issued", (await Assert.ThrowsAsync<WrongBooksException>(() => taps.Check(round))).Message);
    }

    [Fact]
    public async Task A_user_who_is_told_of_two_coupons_ends_the_run()
    {
        var (taps, round) = await Herd(new PaperShop { GivesTwo = true });

        Assert.Contains("users told of two coupons", (await Assert.ThrowsAsync<WrongBooksException>(() => taps.Check(round))).Message);
    }

    [Fact]
    public async Task A_ledger_that_issued_more_than_users_were_told_of_ends_the_run()
    {
        var (taps, round) = await Herd(new PaperShop { More = 1 });

        Assert.Contains("coupons issued should be", (await Assert.ThrowsAsync<WrongBooksException>(() => taps.Check(round))).Message);
    }

    [Fact]
    public async Task Who_is_told_a_place_comes_again_with_the_ticket_and_the_time_that_was_told_does_not_count()
    {
        var shop = new PaperShop { LetsWait = TimeSpan.FromMilliseconds(20) };
        var (taps, round) = await Herd(shop);

        await taps.Check(round);
        Assert.Equal(round.Samples.Count, round.Expected);
        Assert.NotEmpty(shop.Tickets);
        Assert.Contains(round.Samples, sample => sample.Operation.Waited >= shop.LetsWait);
    }

    private static async Task<(Taps Taps, Recording Round)> Herd(PaperShop shop, CancellationToken stop = default)
    {
        var taps = new Taps(shop, Users, Balance, stop);
        await taps.Prepare();
        await taps.Begin(TimeSpan.Zero);
        return (taps, await OpenLoop.Run(taps, OpenLoop.Herd((int)taps.Operations)));
    }

    /// <summary>A shop of one campaign and one product, as small as its contract allows.</summary>
    private sealed class PaperShop() : HttpShop("paper")
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, string> _coupons = [];
        private readonly Dictionary<string, (string Id, string User)> _orders = [];
        private readonly HashSet<string> _lost = [];
        private long _quantity;
        private long _stock;
        private int _calls;

        /// <summary>Each user's first claim is heard and its answer lost.</summary>
        public bool LosesFirstClaims { get; init; }

        public bool LosesEveryClaim { get; init; }

        /// <summary>Whoever has a coupon gets another.</summary>
        public bool GivesTwo { get; init; }

        /// <summary>Who comes without a ticket waits so long.</summary>
        public TimeSpan LetsWait { get; init; }

        /// <summary>Coupons that were issued and nobody was told of.</summary>
        public long More { get; set; }

        public ConcurrentBag<string> Tickets { get; } = [];

        public override IReadOnlyList<int> Processes => [];

        public override Task<string> Open(long quantity)
        {
            _quantity = quantity;
            return Task.FromResult("campaign");
        }

        public override Task<long> Issued(string campaign) => Task.FromResult(_coupons.Count + More);

        public override Task<IReadOnlyList<string>> Sell(int skus, long stock)
        {
            _stock = stock;
            return Task.FromResult<IReadOnlyList<string>>(["product-sku"]);
        }

        protected override Task<Reply> Send(HttpMethod method, string path, User? user = null, byte[]? body = null, string? key = null, string? ticket = null)
        {
            lock (_lock)
            {
                return Task.FromResult(Answer(path, user?.Id ?? "", key ?? "", ticket));
            }
        }

        private Reply Answer(string path, string user, string key, string? ticket) => path switch
        {
            "/v1/wallet/charges" => Json(201, "{}"),
            "/v1/wallet" => Json(200, $$"""{"balance":{{Balance - _orders.Values.Count(order => order.User == user)}}}"""),
            "/v1/orders" => Order(user, key),
            "/v1/products/product" => Json(200, $$"""{"variants":[{"stock":{{_stock - _orders.Count}}}]}"""),
            _ => Claim(user, ticket),
        };

        private Reply Order(string user, string key)
        {
            if (!_orders.ContainsKey(key) && _orders.Count == _stock)
            {
                return Json(409, """{"code":"sold_out"}""");
            }

            _orders.TryAdd(key, ($"order-{key}", user));
            return Json(201, $$"""{"id":"{{_orders[key].Id}}"}""");
        }

        private Reply Claim(string user, string? ticket)
        {
            if (LetsWait > TimeSpan.Zero && ticket is null)
            {
                return Json(503, $$"""{"code":"overloaded","place":1,"ticket":"of-{{user}}"}""") with { RetryAfter = LetsWait };
            }

            if (ticket is not null)
            {
                Assert.Equal("of-" + user, ticket);
                Tickets.Add(ticket);
            }

            var answer = Decide(user);
            return LosesEveryClaim || (LosesFirstClaims && _lost.Add(user)) ? Json(504, "a proxy's page") : answer;
        }

        private Reply Decide(string user)
        {
            if (_coupons.TryGetValue(user, out var had))
            {
                return GivesTwo
                    ? Json(201, $$"""{"id":"another-{{++_calls}}"}""")
                    : Json(409, $$"""{"code":"coupon_already_issued","couponId":"{{had}}"}""");
            }

            if (_coupons.Count == _quantity)
            {
                return Json(409, """{"code":"campaign_sold_out"}""");
            }

            _coupons[user] = "coupon-of-" + user;
            return Json(201, $$"""{"id":"{{_coupons[user]}}"}""");
        }

        private static Reply Json(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));
    }
}
