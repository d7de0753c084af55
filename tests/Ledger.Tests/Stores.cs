using ECommerce.Testing;

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
    protected override async Task<ILedger> Create(TimeProvider clock)
    {
        PostgresServer.RequirePostgres();
        return new PostgresLedger((await PostgresServer.CreateDatabase())!, clock);
    }
}
