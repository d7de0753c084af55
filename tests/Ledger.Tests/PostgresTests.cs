using ECommerce.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// Each test has a database of its own.
public abstract class PostgresTests : IAsyncLifetime
{
    private protected string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        PostgresServer.RequirePostgres();
        ConnectionString = PatientWithLocks((await PostgresServer.CreateDatabase())!);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    // For tests that are not about how long a lock is waited for: on a busy machine half a second is soon over.
    internal static string PatientWithLocks(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c lock_timeout=60s" }.ConnectionString;

    private protected async Task<PostgresDatabase> Opened(string? connectionString = null)
    {
        var database = new PostgresDatabase(connectionString ?? ConnectionString);
        await database.Ledger.Shop(stock: 100_000);
        return database;
    }

    private protected async Task Run(string sql)
    {
        await using var connection = await Connect();
        await Execute(connection, sql);
    }

    private protected static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // Completes when so many transactions wait for a lock.
    private protected async Task Waiting(int transactions = 1)
    {
        await using var connection = await Connect();
        await using var waiting = new NpgsqlCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", connection);
        Assert.Equal(transactions, await Eventually.Ask(
            async () => (long)(await waiting.ExecuteScalarAsync())!, count => count == transactions, TimeSpan.FromSeconds(30)));
    }

    private protected async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
