using System.Text;
using System.Text.Json;

namespace ECommerce.Load;

/// <summary>A plain server on the same database: what the shop has to be faster than. It does not check who calls, and tells nobody.</summary>
internal sealed class RivalTarget : Target
{
    private readonly RivalProcess _process;
    private readonly string _kind;

    /// <param name="kind">See <see cref="RivalServer.Kinds"/>.</param>
    public RivalTarget(RivalProcess process, string kind)
        : base(kind)
    {
        (_process, _kind) = (process, kind);
        Clients = [new Client(process.Address)];
    }

    public override IReadOnlyList<int> Processes => [_process.Id];

    public override PostgresServer? Database => _process.Database;

    public override async Task<string> Open(long quantity)
    {
        var id = Some.Id("campaign");
        await Told(HttpMethod.Put, $"/{_kind}/campaigns/{id}?quantity={quantity}");
        return id;
    }

    public override async Task<long> Issued(string campaign) => (await Told(HttpMethod.Get, $"/{_kind}/campaigns/{campaign}")).GetInt64();

    public override async Task<IReadOnlyList<string>> Sell(int skus, long stock)
    {
        string[] sold = [.. Enumerable.Range(0, skus).Select(_ => Some.Id("sku"))];
        await Told(HttpMethod.Put, $"/{_kind}/stock?each={stock}", sold);
        return sold;
    }

    public override async Task<IReadOnlyList<User>> Fund(int users, long balance)
    {
        string[] funded = [.. Enumerable.Range(0, users).Select(_ => Some.UserId())];
        await Told(HttpMethod.Put, $"/{_kind}/wallets?each={balance}", funded);
        return [.. funded.Select(id => new User(id, ""))];
    }

    public override async Task<(long Units, long Spent)> Sold(IReadOnlyList<string> skus, long stock, IReadOnlyList<User> users, long balance)
    {
        var left = (await Told(HttpMethod.Post, $"/{_kind}/stock", [.. skus])).GetInt64();
        var unspent = (await Told(HttpMethod.Post, $"/{_kind}/wallets", [.. users.Select(user => user.Id)])).GetInt64();
        return ((stock * skus.Count) - left, (balance * users.Count) - unspent);
    }

    public override async Task<Operation> Claim(string campaign, User user) =>
        Ended(await Next.Send(HttpMethod.Post, $"/{_kind}/campaigns/{campaign}/claim", user), expected: 201);

    public override async Task<Operation> ClaimSoldOut(string campaign, User user) =>
        Ended(await Next.Send(HttpMethod.Post, $"/{_kind}/campaigns/{campaign}/claim", user), expected: 409);

    public override Task<Operation> Checkout(User user, string sku) => Buy(user, sku);

    public override async Task<Operation> Buy(User user, string sku) =>
        Ended(await Next.Send(HttpMethod.Post, $"/{_kind}/orders/{sku}", user), expected: 201);

    public override Task<Operation> List() => throw new NotSupportedException("A rival has no product list.");

    private async Task<JsonElement> Told(HttpMethod method, string path, string[]? body = null)
    {
        var reply = await Clients[0].Send(method, path, null, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body));
        return reply.Status == 200
            ? JsonDocument.Parse(reply.Body).RootElement
            : throw new InvalidOperationException($"{Name} answered {method} {path} with {reply.Status}: {Encoding.UTF8.GetString(reply.Body)}");
    }
}

/// <summary>An endpoint that answers as many bytes as the shop does, and does nothing for them: the most that HTTP allows here.</summary>
internal sealed class EmptyTarget : Target
{
    private readonly RivalProcess _process;
    private readonly Func<int> _length;

    /// <param name="length">How many bytes it answers.</param>
    public EmptyTarget(RivalProcess process, Func<int> length)
        : base(RivalServer.Empty)
    {
        (_process, _length) = (process, length);
        Clients = [new Client(process.Address)];
    }

    public override IReadOnlyList<int> Processes => [_process.Id];

    public override Task<string> Open(long quantity) => Task.FromResult("");

    public override Task<long> Issued(string campaign) => throw NothingDone();

    public override Task<IReadOnlyList<string>> Sell(int skus, long stock) => Task.FromResult<IReadOnlyList<string>>([.. Enumerable.Repeat("", skus)]);

    public override Task<IReadOnlyList<User>> Fund(int users, long balance) =>
        Task.FromResult<IReadOnlyList<User>>(User.New(users));

    public override Task<(long Units, long Spent)> Sold(IReadOnlyList<string> skus, long stock, IReadOnlyList<User> users, long balance) => throw NothingDone();

    public override Task<Operation> Claim(string campaign, User user) => Answered(HttpMethod.Post, user);

    public override Task<Operation> ClaimSoldOut(string campaign, User user) => Answered(HttpMethod.Post, user);

    public override Task<Operation> Checkout(User user, string sku) => Answered(HttpMethod.Post, user);

    public override Task<Operation> Buy(User user, string sku) => Answered(HttpMethod.Post, user);

    public override Task<Operation> List() => Answered(HttpMethod.Get, null);

    private static NotSupportedException NothingDone() => new("An empty endpoint has done nothing that could be counted.");

    private async Task<Operation> Answered(HttpMethod method, User? user) =>
        Ended(await Next.Send(method, $"/{RivalServer.Empty}/{_length()}", user), expected: 200);
}
