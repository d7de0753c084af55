using System.Collections.Concurrent;
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

    /// <summary>A call of the operator that reads something.</summary>
    public Task<Reply> Ask(string path) => Next.Send(HttpMethod.Get, path, _operator);

    public override async Task<string> Open(long quantity)
    {
        // A coupon of it is worth nothing to a shopper who finds it.
        var campaign = Some.Campaign() with { Id = Some.Id(Beginning), Name = "Rehearsal", Quantity = quantity, MinimumOrder = 100_000_000, EndsAt = DateTimeOffset.UtcNow.AddDays(1) };
        await Done(HttpMethod.Put, "/v1/admin/campaigns/" + campaign.Id, campaign.Body);
        _campaigns[campaign.Id] = campaign;
        return campaign.Id;
    }

    public override async Task<long> Issued(string campaign)
    {
        using var shown = JsonDocument.Parse((await Ask("/v1/campaigns/" + campaign)).Body);
        return _campaigns[campaign].Quantity - shown.RootElement.GetProperty("remaining").GetInt64();
    }

    public override async Task<IReadOnlyList<string>> Sell(int skus, long stock)
    {
        var sold = new string[skus];
        await Parallel.ForAsync(0, skus, FewAtOnce, async (i, _) =>
        {
            var product = Some.DrawnProduct() with { Id = Some.Id(Beginning), Name = "Rehearsal", Stock = stock, Price = 1 };
            await Done(HttpMethod.Put, "/v1/admin/products/" + product.Id, product.Body);
            _products.Add(product.Id);
            sold[i] = product.Sku;
        });
        return sold;
    }

    /// <summary>
    /// Ends its campaigns, archives its products, cancels every order of its users that is paid, and takes back what is left in their wallets. The orders,
    /// entries and events remain, as everything does that a shop has done.
    /// </summary>
    public async Task ClearUp(IProgress<string> progress)
    {
        progress.Report("clears up: campaigns and products");
        foreach (var campaign in _campaigns.Values)
        {
            await Done(HttpMethod.Put, "/v1/admin/campaigns/" + campaign.Id, (campaign with { EndsAt = DateTimeOffset.UtcNow }).Body);
        }

        await Parallel.ForEachAsync(_products, FewAtOnce, async (product, _) => await Done(HttpMethod.Delete, "/v1/admin/products/" + product));
        progress.Report("clears up: orders and wallets");
        await Parallel.ForEachAsync(_users, FewAtOnce, async (user, _) =>
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
    }

    protected override async Task<User> NewUser()
    {
        var user = await _tokens.For(Some.Id(Beginning), isOperator: false, Next);
        _users.Add(user);
        return user;
    }

    protected override async Task<Reply> Send(HttpMethod method, string path, User? user = null, byte[]? body = null, string? key = null)
    {
        var reply = await base.Send(method, path, user, body, key);
        if (reply.Status is 0 or >= 400)
        {
            _problems.AddOrUpdate(reply.Status == 0 ? "no answer" : $"{reply.Status} {CodeOf(reply)}".TrimEnd(), 1, (_, count) => count + 1);
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

    private Task Done(HttpMethod method, string path, object? body = null, string? key = null) => Patiently(
        () => base.Send(method, path, _operator, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, Json), key), $"{method} {path}");

    /// <summary>What has to be done in the end, whatever the load; a call that is told to come again comes again.</summary>
    private static async Task<Reply> Patiently(Func<Task<Reply>> call, string what)
    {
        var reply = await Eventually.Ask(call, reply => reply.Status is not (0 or 429 or 503), Limits.Patience);
        return reply.Status is >= 200 and < 300
            ? reply
            : throw new ArgumentException($"{what} was answered {reply.Status}: {Encoding.UTF8.GetString(reply.Body)}");
    }

    private static string CodeOf(Reply reply)
    {
        try
        {
            using var problem = JsonDocument.Parse(reply.Body);
            return problem.RootElement.TryGetProperty("code", out var code) ? code.GetString()! : "";
        }
        catch (JsonException)
        {
            // A page of a proxy in front.
            return "";
        }
    }
}
