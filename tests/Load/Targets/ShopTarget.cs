using System.Text;
using System.Text.Json;

namespace ECommerce.Load;

/// <summary>How the shop runs.</summary>
/// <param name="Database">Null: SQLite.</param>
/// <param name="IsCluster">Two silos and two frontends instead of one process.</param>
/// <param name="Program">The path of another build's ECommerce.WebFrontend.dll; null: this build.</param>
/// <param name="More">More of its configuration, as Section__Key, or of its runtime.</param>
internal sealed record ShopForm(PostgresServer? Database, bool IsCluster, string? Program, IReadOnlyDictionary<string, string> More)
{
    /// <summary>Nothing more.</summary>
    public static readonly IReadOnlyDictionary<string, string> AsItIs = new Dictionary<string, string>();
}

/// <summary>The shop as it is deployed: real processes, full authentication, outbox and payment stream.</summary>
internal sealed class ShopTarget : Target
{
    private static readonly ParallelOptions SideBySide = new() { MaxDegreeOfParallelism = 64 };

    private readonly PostgresServer? _database;
    private readonly Deployment? _deployment;
    private readonly IReadOnlyList<ShopProcess> _processes;
    private readonly Dictionary<string, Campaign> _campaigns = [];
    private long _keys;

    private ShopTarget(string name, PostgresServer? database, Deployment? deployment, IReadOnlyList<ShopProcess> frontends)
        : base(name)
    {
        (_database, _deployment) = (database, deployment);
        _processes = [.. frontends, .. deployment?.Silos ?? []];
        Shop = new([.. frontends.Select(frontend => frontend.Http)], signed: true);
        Frontends = frontends;
        Connect();
    }

    /// <summary>For what is prepared and checked, which nobody measures.</summary>
    public Shop Shop { get; }

    /// <summary>The processes that answer HTTP.</summary>
    public IReadOnlyList<ShopProcess> Frontends { get; }

    /// <summary>Resident memory of all its processes, in MiB.</summary>
    public long Megabytes => Processes.Sum(id => System.Diagnostics.Process.GetProcessById(id).WorkingSet64) >> 20;

    /// <summary>The most that each of them has had at once, in MiB.</summary>
    public long PeakMegabytes => _processes.Sum(process => process.PeakMemory) >> 20;

    public override IReadOnlyList<int> Processes => [.. _processes.Select(process => process.Id)];

    public override PostgresServer? Database => _database;

    public static async Task<ShopTarget> Start(string name, ShopForm form)
    {
        var settings = new ShopSettings
        {
            Postgres = form.Database is { } server ? await server.NewDatabase() : null,
            Stage = "Production",
            DevTokens = false,
            SigningKey = true,
            Admission = true,
            More = form.More,
        };
        if (form.Program is { } program)
        {
            return new(name, form.Database, null, [await ShopProcess.Start(settings, program)]);
        }

        var deployment = form.IsCluster ? await Deployment.StartCluster(settings) : await Deployment.Start(settings);
        return new(name, form.Database, deployment, deployment.Frontends);
    }

    /// <summary>Stops it and starts it again; the users find a shop that has just become ready.</summary>
    public async Task Restart()
    {
        await (_deployment?.Restart() ?? _processes[0].Restart());
        Connect();
    }

    public override async Task<string> Open(long quantity)
    {
        var campaign = await Shop.Runs(Some.Campaign() with { Quantity = quantity });
        _campaigns[campaign.Id] = campaign;
        return campaign.Id;
    }

    public override async Task<long> Issued(string campaign) => _campaigns[campaign].Quantity - await Shop.RemainingOf(_campaigns[campaign]);

    public override async Task<IReadOnlyList<string>> Sell(int skus, long stock)
    {
        var sold = new string[skus];
        await Parallel.ForAsync(0, skus, SideBySide, async (i, _) =>
            sold[i] = (await Shop.Sells(Some.Product() with { Stock = stock, Price = 1 })).Sku);
        return sold;
    }

    public override async Task<IReadOnlyList<User>> Fund(int users, long balance)
    {
        var funded = new User[users];
        var body = Encoding.UTF8.GetBytes($$"""{"amount":{{balance}}}""");
        await Parallel.ForAsync(0, users, SideBySide, async (i, _) =>
        {
            funded[i] = User.Of(Some.UserId());
            var key = Key();
            var reply = await Eventually.Ask(
                () => Next.Send(HttpMethod.Post, "/v1/wallet/charges", funded[i], body, key), reply => reply.Status != 503, Limits.Patience);
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
            var product = (await Shop.Anonymous.Get(PageOf(sku))).Expect(200);
            Interlocked.Add(ref units, stock - product["variants"][0].GetProperty("stock").GetInt64());
        });
        await Parallel.ForEachAsync(users, SideBySide, async (user, _) =>
        {
            var wallet = await Next.Send(HttpMethod.Get, "/v1/wallet", user);
            Interlocked.Add(ref spent, balance - JsonDocument.Parse(wallet.Body).RootElement.GetProperty("balance").GetInt64());
        });
        return (units, spent);
    }

    public override async Task<Operation> Claim(string campaign, User user) => Ended(await Claimed(campaign, user), expected: 201);

    public override async Task<Operation> ClaimSoldOut(string campaign, User user) => Ended(await Claimed(campaign, user), expected: 409);

    /// <summary>The answer to a claim, whatever it is.</summary>
    public Task<Reply> Claimed(string campaign, User user) => Next.Send(HttpMethod.Post, $"/v1/campaigns/{campaign}/claim", user);

    public override async Task<Operation> Checkout(User user, string sku)
    {
        var placed = await Next.Send(HttpMethod.Post, "/v1/orders", user, OrderBody(sku), Key());
        return placed.Status != 201
            ? new(placed.Status, IsExpected: false)
            : Ended(await Next.Send(HttpMethod.Post, $"/v1/orders/{IdOf(placed.Body)}/payment", user, "{}"u8.ToArray()), expected: 200);
    }

    public override async Task<Operation> Buy(User user, string sku) => Ended(await Bought(user, sku, Key()), expected: 201);

    /// <summary>The answer to a purchase with the caller's own key, whatever it is.</summary>
    public Task<Reply> Bought(User user, string sku, string key) =>
        Next.Send(HttpMethod.Post, "/v1/orders", user, OrderBody(sku, isPaid: true), key);

    public override Task<Operation> List() => Get("/v1/products?limit=20");

    /// <summary>Where the product is that sells one of the skus of <see cref="Sell"/>.</summary>
    public static string PageOf(string sku) => "/v1/products/" + sku[..sku.LastIndexOf('-')];

    /// <summary>Anything that is there for everybody, or for one user.</summary>
    public async Task<Operation> Get(string path, User? user = null) => Ended(await Next.Send(HttpMethod.Get, path, user), expected: 200);

    /// <summary>Sets a quantity in the user's cart.</summary>
    public async Task<Operation> SetInCart(User user, string sku, int quantity) => Ended(
        await Next.Send(HttpMethod.Put, "/v1/cart/items/" + sku, user, Encoding.UTF8.GetBytes($$"""{"quantity":{{quantity}}}""")), expected: 200);

    public override Task Rest() => Shop.DrainedStream(Limits.Patience);

    public override Task Check() => Shop.BooksAreRight();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_deployment is not null)
        {
            await _deployment.DisposeAsync();
            return;
        }

        await _processes[0].DisposeAsync();
    }

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

    private string Key() => $"load-{Environment.ProcessId}-{Interlocked.Increment(ref _keys)}";

    private void Connect()
    {
        foreach (var client in Clients)
        {
            client.Dispose();
        }

        Clients = [.. Frontends.Select(frontend => new Client(frontend.Address))];
    }
}
