using System.Runtime.ExceptionServices;

namespace ECommerce.Testing;

/// <summary>Which ledger a shop keeps.</summary>
public enum Ledger
{
    Sqlite,
    Postgres,
}

/// <summary>
/// A fixture: a shop of one process, of several on one database, or of clusters, each with two silos and two frontends; of
/// several clusters only by mistake.
/// </summary>
public abstract class ShopFleet(Ledger ledger, int processes = 1, int clusters = 0, bool signedTokens = true) : IAsyncLifetime
{
    private readonly List<Deployment> _deployments = [];
    private Shop? _shop;
    private ExceptionDispatchInfo? _failure;

    /// <summary>The processes that answer HTTP.</summary>
    public IReadOnlyList<ShopProcess> Processes => [.. _deployments.SelectMany(deployment => deployment.Frontends)];

    /// <summary>All of them, asked in turn. Without PostgreSQL or Redis the test that needs them is skipped.</summary>
    public Shop Shop
    {
        get
        {
            _failure?.Throw();
            if (_shop is null)
            {
                PostgresServer.RequirePostgres();
                RedisServer.RequireRedis();
            }

            if (_deployments.SelectMany(deployment => deployment.Silos).Concat(Processes).FirstOrDefault(process => process.HasExited) is { } ended)
            {
                Assert.Fail("The shop ended by itself:\n" + ended.Log);
            }

            return _shop!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            await Open();
        }
        catch (Exception failure)
        {
            // Tests of the other ledger share the fixture's fate otherwise.
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    /// <summary>Stops all of them and starts them again.</summary>
    public Task Restart() => Task.WhenAll(_deployments.Select(deployment => deployment.Restart()));

    public async ValueTask DisposeAsync()
    {
        foreach (var deployment in _deployments)
        {
            await deployment.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private async Task Open()
    {
        var database = ledger == Ledger.Postgres ? await PostgresServer.CreateDatabase() : null;
        if ((ledger == Ledger.Postgres && database is null) || (clusters > 0 && !RedisServer.IsInstalled))
        {
            return;
        }

        var settings = new ShopSettings { Postgres = database, SigningKey = true };
        if (clusters == 0)
        {
            _deployments.Add(await Deployment.Start(settings, processes));
        }

        for (var i = 0; i < clusters; i++)
        {
            _deployments.Add(await Deployment.StartCluster(settings));
        }

        _shop = new Shop([.. Processes.Select(process => process.Http)], signedTokens);
    }
}
