using System.Text;
using System.Text.Json;

namespace ECommerce.Load;

/// <summary>A shop that is called over HTTP as its users call it, whoever started it.</summary>
internal abstract class HttpShop(string name) : Target(name)
{
    /// <summary>For what is prepared and looked up, which nobody measures.</summary>
    protected static readonly ParallelOptions SideBySide = new() { MaxDegreeOfParallelism = 64 };

    private long _keys;

    /// <summary>Where the product is that sells one of the skus of <see cref="Target.Sell"/>.</summary>
    public static string PageOf(string sku) => "/v1/products/" + sku[..sku.LastIndexOf('-')];

    public override async Task<IReadOnlyList<User>> Fund(int users, long balance)
    {
        var funded = new User[users];
        var body = Encoding.UTF8.GetBytes($$"""{"amount":{{balance}}}""");
        await Parallel.ForAsync(0, users, SideBySide, async (i, _) =>
        {
            funded[i] = await NewUser();
            var key = Key();
            var reply = await Eventually.Ask(
                () => Send(HttpMethod.Post, "/v1/wallet/charges", funded[i], body, key), reply => !reply.MayBeRepeated, Limits.Patience);
            if (reply.Status != 201)
            {
                throw new InvalidOperationException($"A charge was answered {reply.Status}: {Encoding.UTF8.GetString(reply.Body)}");
            }
        });
        return funded;
    }

    public override async Task<(long Units, long Spent)> Sold(IReadOnlyList<string> skus, long stock, IReadOnlyList<User> users, long balance)
    {
        long units = 0, spent = 0;
        await Parallel.ForEachAsync(skus, SideBySide, async (sku, _) =>
        {
            using var product = await Read(PageOf(sku));
            Interlocked.Add(ref units, stock - product.RootElement.GetProperty("variants")[0].GetProperty("stock").GetInt64());
        });
        await Parallel.ForEachAsync(users, SideBySide, async (user, _) => Interlocked.Add(ref spent, balance - await BalanceOf(user)));
        return (units, spent);
    }

    public override async Task<Operation> Claim(string campaign, User user) => Ended(await Claimed(campaign, user), expected: 201);

    public override async Task<Operation> ClaimSoldOut(string campaign, User user) => Ended(await Claimed(campaign, user), expected: 409);

    /// <summary>The answer to a claim, whatever it is.</summary>
    /// <param name="ticket">Of a place in a waiting room, from an answer before; null: there is none.</param>
    public Task<Reply> Claimed(string campaign, User user, string? ticket = null) => Send(HttpMethod.Post, $"/v1/campaigns/{campaign}/claim", user, ticket: ticket);

    public override async Task<Operation> Checkout(User user, string sku)
    {
        var placed = await Send(HttpMethod.Post, "/v1/orders", user, OrderBody(sku), Key());
        return placed.Status != 201
            ? new(placed.Status, IsExpected: false)
            : Ended(await Send(HttpMethod.Post, $"/v1/orders/{IdOf(placed.Body)}/payment", user, "{}"u8.ToArray()), expected: 200);
    }

    public override async Task<Operation> Buy(User user, string sku) => Ended(await Bought(user, sku, Key()), expected: 201);

    /// <summary>The answer to a purchase with the caller's own key, whatever it is.</summary>
    public Task<Reply> Bought(User user, string sku, string key) => Send(HttpMethod.Post, "/v1/orders", user, OrderBody(sku, isPaid: true), key);

    public override Task<Operation> List() => Get("/v1/products?limit=20");

    /// <summary>Anything that is there for everybody, or for one user.</summary>
    public async Task<Operation> Get(string path, User? user = null) => Ended(await Send(HttpMethod.Get, path, user), expected: 200);

    /// <summary>Sets a quantity in the user's cart.</summary>
    public async Task<Operation> SetInCart(User user, string sku, int quantity) => Ended(
        await Send(HttpMethod.Put, "/v1/cart/items/" + sku, user, Encoding.UTF8.GetBytes($$"""{"quantity":{{quantity}}}""")), expected: 200);

    /// <summary>Somebody nobody knows yet, with a token that the shop takes.</summary>
    protected virtual Task<User> NewUser() => Task.FromResult(User.Of(Some.UserId()));

    /// <summary>One call, at whichever of the addresses has its turn.</summary>
    protected virtual Task<Reply> Send(HttpMethod method, string path, User? user = null, byte[]? body = null, string? key = null, string? ticket = null) =>
        Next.Send(method, path, user, body, key, ticket);

    /// <summary>What a user has in the wallet, in won.</summary>
    protected async Task<long> BalanceOf(User user)
    {
        using var wallet = await Read("/v1/wallet", user);
        return wallet.RootElement.GetProperty("balance").GetInt64();
    }

    /// <summary>What is at a path, asked for until there is an answer.</summary>
    /// <exception cref="InvalidOperationException">There was none, or a refusal.</exception>
    protected async Task<JsonDocument> Read(string path, User? user = null)
    {
        var reply = await Eventually.Ask(() => Send(HttpMethod.Get, path, user), reply => !reply.MayBeRepeated, Limits.Patience);
        return reply.Status == 200
            ? JsonDocument.Parse(reply.Body)
            : throw new InvalidOperationException($"{path} was answered {reply.Status}: {Encoding.UTF8.GetString(reply.Body)}");
    }

    protected string Key() => $"load-{Environment.ProcessId}-{Interlocked.Increment(ref _keys)}";

    private static byte[] OrderBody(string sku, bool isPaid = false) => Encoding.UTF8.GetBytes(
        $$"""{"items":[{"sku":"{{sku}}","quantity":1}]{{(isPaid ? ",\"payment\":{}" : "")}}}""");

    private static string IdOf(byte[] order)
    {
        var reader = new Utf8JsonReader(order);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("id"))
            {
                reader.Read();
                return reader.GetString()!;
            }
        }

        throw new JsonException("An order without an id.");
    }
}
