using System.Runtime.ExceptionServices;

namespace ECommerce.Testing;

/// <summary>Which ledger a shop keeps.</summary>
public enum Ledger
{
    Sqlite,
    Postgres,
}

/// <summary>
/// A fixture: a shop of one process, of several on one database, or of a cluster's silos and frontends; or several such, by
/// mistake, on one database.
/// </summary>
public abstract class ShopFleet(Ledger ledger, int processes = 1, bool signedTokens = true, int deployments = 1) : IAsyncLifetime
{
    private readonly List<Deployment> _deployments = [];
    private Shop? _shop;
    private ExceptionDispatchInfo? _failure;

    /// <summary>The processes that answer HTTP.</summary>
    public IReadOnlyList<ShopProcess> Processes => [.. _deployments.SelectMany(deployment => deployment.Frontends)];

    /// <summary>All of them, asked in turn. Without PostgreSQL the test that asks is skipped.</summary>
    public Shop Shop
    {
        get
        {
            _failure?.Throw();
            Assert.SkipWhen(IsOfNoCluster, "A cluster keeps its ledger in PostgreSQL.");
            if (_shop is null)
            {
                PostgresServer.RequirePostgres();
            }

            if (_deployments.SelectMany(deployment => deployment.Silos).Concat(Processes).FirstOrDefault(process => process.HasExited) is { } ended)
            {
                Assert.Fail("The shop ended by itself:\n" + ended.Log);
            }

            return _shop!;
        }
    }

    private bool IsOfNoCluster => ShopProgram.IsCluster && ledger == Ledger.Sqlite;

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
        if (IsOfNoCluster || (ledger == Ledger.Postgres && database is null))
        {
            return;
        }

        for (var i = 0; i < deployments; i++)
        {
            _deployments.Add(await Deployment.Start(new ShopSettings { Postgres = database, SigningKey = true }, processes));
        }

        _shop = new Shop([.. Processes.Select(process => process.Http)], signedTokens);
    }
}
