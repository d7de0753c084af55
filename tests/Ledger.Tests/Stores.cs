using ECommerce.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

public sealed class MemoryLedgerTests : LedgerContract
{
    protected override Task<ILedger> Create(TimeProvider clock) => Task.FromResult<ILedger>(new MemoryLedger(clock));
}

public sealed class SqliteLedgerTests : LedgerContract
{
    private readonly TempDirectory _directory = new();

    protected override Task<ILedger> Create(TimeProvider clock) =>
        Task.FromResult<ILedger>(new SqliteLedger(_directory.File("new/shop.db"), clock));

    protected override void Cleanup() => _directory.Dispose();
}

public sealed class PostgresLedgerTests : LedgerContract
{
    private string _database = "";

    protected override async Task<ILedger> Create(TimeProvider clock)
    {
        PostgresServer.RequirePostgres();
        _database = (await PostgresServer.CreateDatabase())!;
        return new PostgresLedger(_database, clock);
    }

    // The database has a clock of its own.
    private protected override Task EndLeases() => Run(
        "UPDATE payment_partitions SET owned_until = clock_timestamp() WHERE owner IS NOT NULL; UPDATE payment_forwarders SET live_until = clock_timestamp()");

    private protected override Task SetClockBack() => Run(
        "UPDATE payment_partitions SET owned_until = owned_until + interval '1 hour'; UPDATE payment_forwarders SET live_until = live_until + interval '1 hour'");

    private async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
