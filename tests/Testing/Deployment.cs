namespace ECommerce.Testing;

/// <summary>
/// A shop as it is deployed: processes that each are the whole shop, or a cluster of silos and frontends on one Redis and one
/// PostgreSQL.
/// </summary>
public sealed class Deployment : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<ShopProcess> _silos = [];
    private readonly List<ShopProcess> _frontends = [];
    private readonly ShopSettings _settings;

    private Deployment(ShopSettings settings) => _settings = settings;

    private Deployment(ShopSettings settings, RedisServer redis)
    {
        Redis = redis;
        _settings = settings with
        {
            PaymentsFile = settings.PaymentsFile ?? _directory.File("payments.jsonl"),
            More = new Dictionary<string, string> { ["Orleans__LoadShedding__LoadSheddingEnabled"] = "false" }
                .With([.. settings.More.Select(setting => (setting.Key, setting.Value)), ("ConnectionStrings__Redis", redis.ConnectionString)]),
        };
    }

    /// <summary>Those that answer HTTP.</summary>
    public IReadOnlyList<ShopProcess> Frontends => _frontends;

    /// <summary>The silos of a cluster.</summary>
    public IReadOnlyList<ShopProcess> Silos => _silos;

    /// <summary>Where a cluster keeps its membership; null where there is none.</summary>
    public RedisServer? Redis { get; }

    /// <summary>Starts processes that each are the whole shop, and waits until they are ready.</summary>
    /// <param name="settings">Of all of them; several processes share a PostgreSQL that is named here.</param>
    public static Task<Deployment> Start(ShopSettings? settings = null, int processes = 1) =>
        Ready(new Deployment(settings ?? new ShopSettings()), silos: [], processes);

    /// <summary>
    /// Starts a cluster and waits until all of it is ready. Without Redis or PostgreSQL the test is skipped, and under CI it fails.
    /// </summary>
    /// <param name="settings">Where they name no database, a fresh one is taken.</param>
    /// <param name="redisAddress">Where the cluster's Redis listens.</param>
    /// <param name="silos">What is different for each silo; null: two that are alike.</param>
    public static async Task<Deployment> StartCluster(
        ShopSettings? settings = null,
        int frontends = 2,
        string redisAddress = "127.0.0.1",
        IReadOnlyList<Func<ShopSettings, ShopSettings>>? silos = null)
    {
        RedisServer.RequireRedis();
        PostgresServer.RequirePostgres();
        settings ??= new ShopSettings();
        settings = settings with { Postgres = settings.Postgres ?? await PostgresServer.CreateDatabase() };
        return await Ready(new Deployment(settings, await RedisServer.StartNew(redisAddress)), silos ?? [AsAll, AsAll], frontends);
    }

    /// <summary>All that answer HTTP as one shop, asked in turn.</summary>
    public Shop Shop(bool signed = true) => new([.. _frontends.Select(process => process.Http)], signed);

    /// <summary>One more silo joins.</summary>
    /// <param name="placed">What is different for this one.</param>
    public async Task<ShopProcess> AddSilo(Func<ShopSettings, ShopSettings>? placed = null)
    {
        var silo = await ShopProcess.Start((placed ?? AsAll)(WithPorts()), ShopProcess.Silo);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>A silo that nobody waits for: it may never come in. It is its starter's to dispose.</summary>
    /// <param name="placed">What is different for this one.</param>
    public ShopProcess LaunchSilo(Func<ShopSettings, ShopSettings> placed) => ShopProcess.Launched(placed(WithPorts()), ShopProcess.Silo);

    /// <summary>A frontend that nobody waits for: it may never come in. It is its starter's to dispose.</summary>
    /// <param name="placed">What is different for this one.</param>
    public ShopProcess LaunchFrontend(Func<ShopSettings, ShopSettings> placed) => ShopProcess.Launched(placed(_settings));

    /// <summary>A silo leaves for good.</summary>
    public async Task RemoveSilo(ShopProcess silo)
    {
        await silo.Stop();
        _silos.Remove(silo);
        await silo.DisposeAsync();
    }

    /// <summary>Stops everything and starts it again.</summary>
    public async Task Restart()
    {
        ShopProcess[] all = [.. _frontends, .. _silos];
        await Task.WhenAll(all.Select(process => process.Stop()));
        await Task.WhenAll(all.Select(process => process.Start()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _frontends.Concat(_silos))
        {
            await process.DisposeAsync();
        }

        if (Redis is not null)
        {
            await Redis.DisposeAsync();
        }

        _directory.Dispose();
    }

    private static async Task<Deployment> Ready(Deployment deployment, IReadOnlyList<Func<ShopSettings, ShopSettings>> silos, int frontends)
    {
        try
        {
            foreach (var placed in silos)
            {
                await deployment.AddSilo(placed);
            }

            deployment._frontends.AddRange(await Task.WhenAll(
                Enumerable.Range(0, frontends).Select(_ => ShopProcess.Start(deployment._settings))));
            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    /// <summary>The settings of a silo with ports of its own.</summary>
    private ShopSettings WithPorts() => _settings with
    {
        More = _settings.More.With(
            ("Orleans__Endpoints__SiloPort", $"{FreePort.Next()}"), ("Orleans__Endpoints__GatewayPort", $"{FreePort.Next()}")),
    };

    private static ShopSettings AsAll(ShopSettings settings) => settings;
}
