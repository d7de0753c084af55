using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// A database as a program of an earlier version left it: its migrations were applied one by one, and rows written in between.
internal sealed class OlderDatabase : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly IReadOnlyList<Migration> _migrations;
    private int _version;

    private OlderDatabase(DbConnection connection, string dialect) => (_connection, _migrations) = (connection, Migrations.Missing(dialect, 0));

    // Of a SQLite file.
    public static Task<OlderDatabase> Sqlite(string path) => Opened(new SqliteConnection($"Data Source={path};Pooling=False"), "Sqlite");

    // Of an empty database of a server.
    public static Task<OlderDatabase> Postgres(string connectionString) =>
        Opened(new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString), "Postgres");

    // Applies the migrations that are missing up to that version.
    public async Task MigrateTo(int version)
    {
        foreach (var migration in _migrations.Where(migration => migration.Version > _version && migration.Version <= version))
        {
            await Run($"BEGIN;{migration.Sql};{Migrations.VersionTable};INSERT INTO schema_migrations VALUES ({migration.Version}, '{migration.Name}');COMMIT");
        }

        _version = version;
    }

    public async Task Run(string sql)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<OlderDatabase> Opened(DbConnection connection, string dialect)
    {
        await connection.OpenAsync();
        return new(connection, dialect);
    }
}
