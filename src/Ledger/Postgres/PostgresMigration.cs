using Npgsql;

namespace ECommerce.Ledger;

// Applies the migrations that are missing, all in one transaction.
internal static class PostgresMigration
{
    // Programs that migrate the same database at once take this advisory lock. Every version must use the same number.
    private const long MigrationLock = 4_711_823_551;

    public static async Task Run(NpgsqlConnection connection, Dialect sql)
    {
        var applied = 0L;
        var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using var transactionEnds = transaction.ConfigureAwait(false);

        // Waits for another program that migrates, and for those that use the tables, as long as it takes.
        await new PostgresBatch(connection, sql)
            .Add("SET LOCAL lock_timeout TO 0")
            .Add(Statement.Query("SELECT pg_advisory_xact_lock($1)", _ => { }, MigrationLock))
            .Add(Migrations.VersionTable)
            .Add(Statement.Query(Migrations.Applied, at => applied = at.Number()))
            .Execute().ConfigureAwait(false);
        foreach (var migration in Migrations.Missing("Postgres", applied))
        {
            // As long as it takes: a large table may be read whole.
            var script = new NpgsqlCommand(migration.Sql, connection, transaction) { CommandTimeout = 0 };
            await using var scriptEnds = script.ConfigureAwait(false);
            await script.ExecuteNonQueryAsync().ConfigureAwait(false);
            await new PostgresBatch(connection, sql)
                .Add(Statement.Change(Migrations.Record, (long)migration.Version, migration.Name))
                .Execute().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
    }
}
