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
internal sealed class ShopTarget : HttpShop
{
    private readonly PostgresServer? _database;
    private readonly Deployment? _deployment;
    private readonly IReadOnlyList<ShopProcess> _processes;
    private readonly Dictionary<string, Campaign> _campaigns = [];

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

    private void Connect()
    {
        foreach (var client in Clients)
        {
            client.Dispose();
        }

        Clients = [.. Frontends.Select(frontend => new Client(frontend.Address))];
    }
}
