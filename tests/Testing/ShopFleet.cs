using System.Runtime.ExceptionServices;

namespace ECommerce.Testing;

/// <summary>Which ledger a shop keeps.</summary>
public enum Ledger
{
    Sqlite,
    Postgres,
}

/// <summary>A fixture: one process of the shop, or several on one database.</summary>
public abstract class ShopFleet(Ledger ledger, int processes = 1, bool signedTokens = true) : IAsyncLifetime
{
    private Shop? _shop;
    private ExceptionDispatchInfo? _failure;

    /// <summary>The processes.</summary>
    public IReadOnlyList<ShopProcess> Processes { get; private set; } = [];

    /// <summary>All of them, asked in turn. Without PostgreSQL the test that asks is skipped.</summary>
    public Shop Shop
    {
        get
        {
            _failure?.Throw();
            if (Processes.FirstOrDefault(process => process.HasExited) is { } ended)
            {
                Assert.Fail("The shop ended by itself:\n" + ended.Log);
            }

            if (_shop is null)
            {
                PostgresServer.RequirePostgres();
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
    public Task Restart() => Task.WhenAll(Processes.Select(process => process.Restart()));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes)
        {
            await process.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private async Task Open()
    {
        var database = ledger == Ledger.Postgres ? await PostgresServer.CreateDatabase() : null;
        if (ledger == Ledger.Postgres && database is null)
        {
            return;
        }

        var settings = new ShopSettings { Postgres = database, SigningKey = true };
        Processes = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => ShopProcess.Start(settings)));
        _shop = new Shop([.. Processes.Select(process => process.Http)], signedTokens);
    }
}
