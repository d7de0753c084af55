using ECommerce.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

public sealed class MemoryLedgerTests : LedgerContract
{
    protected override Task<(ILedger Ledger, IOutbox Outbox)> Create(TimeProvider clock)
    {
        var ledger = new MemoryLedger(clock);
        return Task.FromResult<(ILedger, IOutbox)>((ledger, ledger));
    }
}

public sealed class SqliteLedgerTests : LedgerContract
{
    private readonly TempDirectory _directory = new();
    private SqliteDatabase _database = null!;

    protected override Task<(ILedger Ledger, IOutbox Outbox)> Create(TimeProvider clock)
    {
        _database = new(_directory.File("new/shop.db"), clock);
        return Task.FromResult((_database.Ledger, _database.Outbox));
    }

    protected override async Task<(ILedger Ledger, IOutbox Outbox)> Restarted(TimeProvider clock)
    {
        await _database.DisposeAsync();
        return await Create(clock);
    }

    private protected override void CountAsMany(int lines) => _database.ManyLines = lines;

    protected override async ValueTask Cleanup()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }
}

public class PostgresLedgerTests : LedgerContract
{
    private string _connectionString = "";
    private PostgresDatabase _database = null!;

    protected override async Task<(ILedger Ledger, IOutbox Outbox)> Create(TimeProvider clock)
    {
        _connectionString = PostgresTests.PatientWithLocks(await MigratedDatabase.Create());
        return Opened(clock);
    }

    protected override async Task<(ILedger Ledger, IOutbox Outbox)> Restarted(TimeProvider clock)
    {
        await _database.DisposeAsync();
        return Opened(clock);
    }

    protected override ValueTask Cleanup() => _database.DisposeAsync();

    private protected override void CountAsMany(int lines) => _database.ManyLines = lines;

    // PostgreSQL goes by its own clock, so the stored ends are moved instead of the clock.
    private protected override Task EndLeases() => Run(
        "UPDATE payment_partitions SET owned_until = clock_timestamp() WHERE owner IS NOT NULL; UPDATE payment_forwarders SET live_until = clock_timestamp()");

    private protected override Task SetClockBack() => Run(
        "UPDATE payment_partitions SET owned_until = owned_until + interval '1 hour'; UPDATE payment_forwarders SET live_until = live_until + interval '1 hour'");

    private (ILedger Ledger, IOutbox Outbox) Opened(TimeProvider clock)
    {
        _database = new(_connectionString, clock);
        return (_database.Ledger, _database.Outbox);
    }

    private async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

// Writes usual batches as the grains expect them to end.
public sealed class InformedPostgresLedgerTests : PostgresLedgerTests
{
    protected override async Task<(ILedger Ledger, IOutbox Outbox)> Create(TimeProvider clock)
    {
        var (ledger, outbox) = await base.Create(clock);
        return (InformedLedger.Over(ledger), outbox);
    }
}
