using ECommerce.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// A database in PostgreSQL with the newest tables, for tests that are not about how they come to be: it is copied from one that was migrated
// once, since all migrations take longer than most of these tests.
internal static class MigratedDatabase
{
    private static readonly Lazy<Task<string>> Model = new(Migrated);

    // The connection string of a database of the caller's own.
    public static async Task<string> Create()
    {
        PostgresServer.RequirePostgres();
        return (await PostgresServer.CreateDatabase(like: await Model.Value))!;
    }

    private static async Task<string> Migrated()
    {
        // A connection that is kept would be in the way of copies.
        var settings = new NpgsqlConnectionStringBuilder((await PostgresServer.CreateDatabase())!) { Pooling = false };
        await using var database = new PostgresDatabase(settings.ConnectionString);
        await database.Open();
        return settings.Database!;
    }
}
