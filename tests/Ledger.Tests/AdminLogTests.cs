using ECommerce.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// Whoever has the database can still not rewrite the operators' log by a plain statement.
public sealed class AdminLogTests : IDisposable
{
    private static readonly string[] Changes = ["UPDATE admin_log SET actor = 'nobody'", "DELETE FROM admin_log"];

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Lines_in_SQLite_are_neither_changed_nor_deleted()
    {
        await using var database = new SqliteDatabase(_directory.File("shop.db"));
        await Logs(database.Ledger);

        await using var connection = new SqliteConnection($"Data Source={_directory.File("shop.db")};Pooling=False");
        await connection.OpenAsync();
        foreach (var change in Changes)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = change;
            Assert.Contains("never changed", (await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync())).Message);
        }

        Assert.Equal("op", Assert.Single(await database.Ledger.Log(new LogSearch(), null, 9)).Row.Actor);
    }

    [Fact]
    public async Task Lines_in_PostgreSQL_are_neither_changed_nor_deleted()
    {
        PostgresServer.RequirePostgres();
        var connectionString = (await PostgresServer.CreateDatabase())!;
        await using var database = new PostgresDatabase(connectionString);
        await Logs(database.Ledger);

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        foreach (var change in (string[])[.. Changes, "TRUNCATE admin_log"])
        {
            await using var command = new NpgsqlCommand(change, connection);
            Assert.Contains("never changed", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).Message);
        }

        Assert.Equal("op", Assert.Single(await database.Ledger.Log(new LogSearch(), null, 9)).Row.Actor);
    }

    private static Task Logs(ILedger ledger) =>
        ledger.Commit([Given.SavedCampaign() with { By = new Act("op", "campaign.save", Given.Now) }]);
}
