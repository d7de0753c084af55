using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ECommerce.Load;

/// <summary>
/// A shop that somebody else started and goes on running. What is done in it is done by the public contract, with products, a campaign and users of its own
/// whose names begin with <see cref="Beginning"/>, and is taken back at the end as far as the contract can.
/// </summary>
internal sealed class Installation : HttpShop
{
    /// <summary>Of the names of all that it makes.</summary>
    public const string Beginning = "rehearsal";

    // An operator is a caller with a limit like everybody.
    private static readonly ParallelOptions FewAtOnce = new() { MaxDegreeOfParallelism = 8 };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<string, int> _problems = new();
    private readonly ConcurrentBag<User> _users = [];
    private readonly ConcurrentDictionary<string, Campaign> _campaigns = new();
    private readonly ConcurrentBag<string> _products = [];
    private int _waiting;
    private readonly Tokens _tokens;
    private readonly User _operator;

    private Installation(Uri address, Client client, Tokens tokens, User operatorOfIt)
        : base(address.ToString())
    {
        Clients = [client];
        (_tokens, _operator) = (tokens, operatorOfIt);
    }

    /// <summary>None of them can be seen from here.</summary>
    public override IReadOnlyList<int> Processes => [];

    /// <summary>Finds out that it is ready and takes the operator's token.</summary>
    /// <param name="mayBeElsewhere">It need not be on this machine.</param>
    /// <exception cref="ArgumentException">It cannot be rehearsed on, and why.</exception>
    public static async Task<Installation> Reach(Uri address, bool mayBeElsewhere, Tokens tokens)
    {
        var client = new Client(address, mayBeElsewhere);
        if (await client.Send(HttpMethod.Get, "/readyz") is { Status: not 200 } unready)
        {
            throw new ArgumentException($"{address} is not ready: {(unready.Status == 0 ? "no answer" : Encoding.UTF8.GetString(unready.Body))}");
        }

        var installation = new Installation(address, client, tokens, await tokens.For(Beginning + "-operator", isOperator: true, client));
        return await installation.Ask("/v1/admin/payment-stream") is { Status: not 200 } refused
            ? throw new ArgumentException($"The operator's token is not taken: /v1/admin/payment-stream was answered {refused.Status}.")
            : installation;
    }

    /// <summary>Calls that were refused or got no answer since it was last asked, by status and code.</summary>
    public IReadOnlyDictionary<string, int> TakeProblems()
    {
        var taken = _problems.ToDictionary();
        _problems.Clear();
        return taken;
    }

    /// <summary>How often a claim was told its place in a waiting room since it was last asked.</summary>
    public int TakeWaiting() => Interlocked.Exchange(ref _waiting, 0);

    /// <summary>A call of the operator that reads something.</summary>
    public Task<Reply> Ask(string path) => Next.Send(HttpMethod.Get, path, _operator);

    public override async Task<string> Open(long quantity)
    {
        // A coupon of it is worth nothing to a shopper who finds it.
        var campaign = Some.Campaign() with { Id = Some.Id(Beginning), Name = "Rehearsal", Quantity = quantity, MinimumOrder = 100_000_000, EndsAt = DateTimeOffset.UtcNow.AddDays(1) };
        _campaigns[campaign.Id] = campaign;
        await Done(HttpMethod.Put, "/v1/admin/campaigns/" + campaign.Id, campaign.Body);
        return campaign.Id;
    }

    public override async Task<long> Issued(string campaign)
    {
        using var shown = await Read("/v1/campaigns/" + campaign, _operator);
        return _campaigns[campaign].Quantity - shown.RootElement.GetProperty("remaining").GetInt64();
    }

    public override async Task<IReadOnlyList<string>> Sell(int skus, long stock)
    {
        var sold = new string[skus];
        await Parallel.ForAsync(0, skus, FewAtOnce, async (i, _) =>
        {
            var product = Some.DrawnProduct() with { Id = Some.Id(Beginning), Name = "Rehearsal", Stock = stock, Price = 1 };
            _products.Add(product.Id);
            await Done(HttpMethod.Put, "/v1/admin/products/" + product.Id, product.Body);
            sold[i] = product.Sku;
        });
        return sold;
    }

    /// <summary>
    /// Ends its campaigns, archives its products, cancels every order of its users that is paid, and takes back what is left in their wallets. The orders,
    /// entries and events remain, as everything does that a shop has done. One thing that cannot be taken back keeps no other.
    /// </summary>
    /// <returns>What could not be taken back within <see cref="Limits.ClearingUp"/>, and why.</returns>
    public async Task<IReadOnlyList<string>> ClearUp(IProgress<string> progress)
    {
        var left = new ConcurrentQueue<string>();
        var clock = Stopwatch.StartNew();
        async Task Each<T>(IEnumerable<T> all, Func<T, string> name, Func<T, Task> takeBack) => await Parallel.ForEachAsync(all, FewAtOnce, async (one, _) =>
        {
            if (clock.Elapsed > Limits.ClearingUp)
            {
                left.Enqueue($"{name(one)}: there was no time left");
                return;
            }

            try
            {
                await takeBack(one);
            }
            catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or JsonException or KeyNotFoundException)
            {
                left.Enqueue($"{name(one)}: {failure.Message}");
            }
        });

        progress.Report("clears up: campaigns and products");
        await Each(_campaigns.Values, campaign => $"campaign {campaign.Id}", campaign =>
            Done(HttpMethod.Put, "/v1/admin/campaigns/" + campaign.Id, (campaign with { EndsAt = DateTimeOffset.UtcNow }).Body));
        await Each(_products, product => $"product {product}", product => Done(HttpMethod.Delete, "/v1/admin/products/" + product, also: 404));
        progress.Report("clears up: orders and wallets");
        await Each(_users, user => $"orders and wallet of {user.Id}", async user =>
        {
            foreach (var order in await PaidOrdersOf(user))
            {
                await Patiently(() => base.Send(HttpMethod.Post, $"/v1/orders/{order}/cancellation", user), $"The cancellation of {order}");
            }

            if (await BalanceOf(user) is > 0 and var balance)
            {
                await Done(HttpMethod.Post, $"/v1/admin/users/{user.Id}/adjustments", new { amount = -balance, reason = "The rehearsal is over." }, Key());
            }
        });
        return [.. left];
    }

    protected override async Task<User> NewUser()
    {
        var user = await _tokens.For(Some.Id(Beginning), isOperator: false, Next);
        _users.Add(user);
        return user;
    }

    protected override async Task<Reply> Send(HttpMethod method, string path, User? user = null, byte[]? body = null, string? key = null, string? ticket = null)
    {
        var reply = await base.Send(method, path, user, body, key, ticket);
        if (reply.Ticket is not null)
        {
            Interlocked.Increment(ref _waiting);
        }
        else if (reply.Status is 0 or >= 400)
        {
            _problems.AddOrUpdate(reply.Status == 0 ? "no answer" : $"{reply.Status} {reply.Text("code")}".TrimEnd(), 1, (_, count) => count + 1);
        }

        return reply;
    }

    private async Task<IReadOnlyList<string>> PaidOrdersOf(User user)
    {
        List<string> paid = [];
        for (string? path = "/v1/orders?limit=100"; path is not null;)
        {
            using var page = JsonDocument.Parse((await Patiently(() => base.Send(HttpMethod.Get, path, user), path)).Body);
            paid.AddRange(page.RootElement.GetProperty("items").EnumerateArray()
                .Where(order => order.GetProperty("status").GetString() == "paid").Select(order => order.GetProperty("id").GetString()!));
            path = page.RootElement.TryGetProperty("next", out var next) && next.GetString() is { } cursor
                ? "/v1/orders?limit=100&cursor=" + Uri.EscapeDataString(cursor)
                : null;
        }

        return paid;
    }

    private Task Done(HttpMethod method, string path, object? body = null, string? key = null, int? also = null) => Patiently(
        () => base.Send(method, path, _operator, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, Json), key), $"{method} {path}", also);

    /// <summary>What has to be done in the end, whatever the load; a call that is told to come again comes again.</summary>
    /// <param name="also">Another answer that is as good; null: none.</param>
    private static async Task<Reply> Patiently(Func<Task<Reply>> call, string what, int? also = null)
    {
        var reply = await Eventually.Ask(call, reply => !reply.MayBeRepeated, Limits.Patience);
        return reply.Status is >= 200 and < 300 || reply.Status == also
            ? reply
            : throw new ArgumentException($"{what} was answered {reply.Status}: {Encoding.UTF8.GetString(reply.Body)}");
    }
}
