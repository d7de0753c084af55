using Microsoft.Data.Sqlite;

namespace ECommerce.ShopTests.Faults;

/// <summary>Another program that keeps a SQLite file locked until it is disposed.</summary>
internal sealed class SqliteLock : IDisposable
{
    private readonly SqliteConnection _connection;

    private SqliteLock(SqliteConnection connection) => _connection = connection;

    public static async Task<SqliteLock> Take(string path)
    {
        var locked = new SqliteLock(new SqliteConnection($"Data Source={path};Pooling=False"));
        await locked._connection.OpenAsync();
        await using var command = locked._connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();
        return locked;
    }

    public void Dispose() => _connection.Dispose();
}
