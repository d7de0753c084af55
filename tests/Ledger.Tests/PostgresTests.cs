using ECommerce.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// A database of its own for each test.
public abstract class PostgresTests : IAsyncLifetime
{
    private protected string Database { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        PostgresServer.RequirePostgres();
        Database = (await PostgresServer.CreateDatabase())!;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected async Task<PostgresLedger> Opened()
    {
        var ledger = new PostgresLedger(Database);
        await ledger.Shop(stock: 100_000);
        return ledger;
    }

    private protected async Task Run(string sql)
    {
        await using var connection = await Connect();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private protected async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
