namespace ECommerce.Testing;

/// <summary>
/// A whole shop as its engine deploys it. Engine=Local: one process, or several, each the whole shop.
/// Engine=Orleans: silos and frontends, on one Redis and one PostgreSQL.
/// </summary>
public sealed class Deployment : IAsyncDisposable
{
    private const int FrontendsOfACluster = 2;

    private readonly TempDirectory _directory = new();
    private readonly List<ShopProcess> _silos = [];
    private readonly List<ShopProcess> _frontends = [];
    private readonly ShopSettings _settings;

    private Deployment(ShopSettings settings, RedisServer? redis)
    {
        Redis = redis;
        _settings = redis is null ? settings : settings with
        {
            PaymentsFile = settings.PaymentsFile ?? _directory.File("payments.jsonl"),
            More = new Dictionary<string, string> { ["Orleans__LoadShedding"] = "false" }
                .With([.. settings.More.Select(setting => (setting.Key, setting.Value)), ("ConnectionStrings__Redis", redis.ConnectionString)]),
        };
    }

    /// <summary>Those that answer HTTP.</summary>
    public IReadOnlyList<ShopProcess> Frontends => _frontends;

    /// <summary>Those that hold the grains; none with the local engine, where each frontend does.</summary>
    public IReadOnlyList<ShopProcess> Silos => _silos;

    /// <summary>Where a cluster keeps its membership; null with the local engine.</summary>
    public RedisServer? Redis { get; }

    /// <summary>Starts a shop and waits until all of it is ready. Without what it needs the test is skipped, and under CI it fails.</summary>
    /// <param name="settings">Where they name no database, a cluster takes a fresh one.</param>
    /// <param name="frontends">How many answer HTTP; a cluster has two at least.</param>
    /// <param name="redisAddress">Where the cluster's Redis listens.</param>
    /// <param name="silos">What is different for each silo of a cluster; null: two that are alike.</param>
    public static async Task<Deployment> Start(
        ShopSettings? settings = null,
        int frontends = 1,
        string redisAddress = "127.0.0.1",
        IReadOnlyList<Func<ShopSettings, ShopSettings>>? silos = null)
    {
        settings ??= new ShopSettings();
        if (!ShopProgram.IsCluster)
        {
            return await Start(settings, null, [], frontends);
        }

        RedisServer.RequireRedis();
        PostgresServer.RequirePostgres();
        settings = settings with { Postgres = settings.Postgres ?? await PostgresServer.CreateDatabase() };
        return await Start(settings, await RedisServer.StartNew(redisAddress), silos ?? [AsAll, AsAll], Math.Max(frontends, FrontendsOfACluster));
    }

    /// <summary>All that answer HTTP as one shop, asked in turn.</summary>
    public Shop Shop(bool signed = true) => new([.. _frontends.Select(process => process.Http)], signed);

    /// <summary>One more silo joins.</summary>
    /// <param name="placed">What is different for this one.</param>
    public async Task<ShopProcess> AddSilo(Func<ShopSettings, ShopSettings>? placed = null)
    {
        var settings = (placed ?? AsAll)(_settings);
        var silo = await ShopProcess.Start(
            settings with
            {
                More = settings.More.With(
                    ("Orleans__SiloPort", $"{FreePort.Next()}"), ("Orleans__GatewayPort", $"{FreePort.Next()}")),
            },
            ShopProcess.Silo);
        _silos.Add(silo);
        return silo;
    }

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

    private static async Task<Deployment> Start(ShopSettings settings, RedisServer? redis, IReadOnlyList<Func<ShopSettings, ShopSettings>> silos, int frontends)
    {
        var deployment = new Deployment(settings, redis);
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

    private static ShopSettings AsAll(ShopSettings settings) => settings;
}
