using Npgsql;

namespace ECommerce.Faults;

/// <summary>A shop of one process on a PostgreSQL of its own, with a proxy on the way between them. Its scenarios leave it as they found it.</summary>
public sealed class ShopOnPostgres : IFaultyShop, IAsyncDisposable
{
    // No superuser: limits do not hold for one.
    private const string Role = "keeper";

    private PostgresServer? _server;
    private TcpProxy? _proxy;
    private ShopProcess? _process;
    private string _database = "";

    /// <summary>As users reach it.</summary>
    public Shop Shop => new([Process.Http], signed: true);

    /// <summary>Where it publishes payments.</summary>
    public string PaymentsFile => Process.PaymentsFile;

    /// <summary>Its database's server.</summary>
    public PostgresServer Server => _server!;

    /// <summary>The way to the database.</summary>
    public TcpProxy ToDatabase => _proxy!;

    /// <summary>The shop.</summary>
    public ShopProcess Process => _process!;

    /// <summary>The shop's database, asked directly and as its superuser.</summary>
    public string Direct => _database;

    /// <summary>The shop's database as the shop names it, without the proxy.</summary>
    public string AsTheShop => new NpgsqlConnectionStringBuilder(_database) { Username = Role }.ConnectionString;

    /// <summary>The name of the database.</summary>
    public string Name => new NpgsqlConnectionStringBuilder(_database).Database!;

    /// <summary>Starts it for the first scenario that asks. Without PostgreSQL's programs the scenario is skipped.</summary>
    public async Task<ShopOnPostgres> Running()
    {
        PostgresServer.RequirePostgres();
        _server ??= await PostgresServer.StartPrivate();
        Assert.SkipWhen(_server is null, "TEST_POSTGRES names a server that is not ours to harm.");
        if (_process is null)
        {
            _database = await _server.NewDatabase();
            await Do($"CREATE ROLE {Role} LOGIN");
            await Do($"ALTER DATABASE {Name} OWNER TO {Role}");
            _proxy = new TcpProxy(_server.Port);
            _process = await ShopProcess.Start(new ShopSettings
            {
                SigningKey = true,
                Postgres = new NpgsqlConnectionStringBuilder(AsTheShop) { Port = _proxy.Port }.ConnectionString,
            });
        }

        return this;
    }

    /// <summary>A session of somebody else, in the database.</summary>
    public async Task<NpgsqlConnection> Session()
    {
        // Nothing that a scenario sets for all sessions holds for this one.
        var settings = new NpgsqlConnectionStringBuilder(_database) { Pooling = false, Options = "-c default_transaction_read_only=off" };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs a statement by itself.</summary>
    public async Task Do(string sql)
    {
        await using var session = await Session();
        await session.Do(sql);
    }

    /// <summary>Ends all sessions of the shop.</summary>
    public Task EndSessions() => Do($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{Role}'");

    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[_process, _proxy, _server])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }
}

/// <summary>Who shares it.</summary>
[CollectionDefinition(Name)]
public sealed class OneShop : ICollectionFixture<ShopOnPostgres>
{
    public const string Name = "one shop";
}

internal static class Sessions
{
    /// <summary>Runs a statement.</summary>
    public static async Task Do(this NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }
}
