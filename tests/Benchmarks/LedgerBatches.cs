namespace ECommerce.Benchmarks;

/// <summary>Purchases of as many users in one commit, on an empty disk queue: each batch waits for the disk.</summary>
[MemoryDiagnoser]
public class LedgerBatches
{
    private readonly TempDirectory _directory = new();
    private PostgresServer? _server;
    private SqlDatabase _database = null!;
    private int _batches;

    public enum Kind
    {
        Sqlite,
        PostgreSql,
    }

    [Params(Kind.Sqlite, Kind.PostgreSql)]
    public Kind On { get; set; }

    [Params(1, 100, 1_000)]
    public int Events { get; set; }

    [GlobalSetup]
    public async Task Prepare()
    {
        if (On == Kind.PostgreSql)
        {
            _server = await PostgresServer.StartPrivate(durable: true) ?? throw new InvalidOperationException(PostgresServer.SkipReason);
            _database = new PostgresDatabase(await _server.NewDatabase());
        }
        else
        {
            _database = new SqliteDatabase(_directory.File("shop.db"));
        }

        await _database.Ledger.Commit(
        [
            new ProductSaved(Given.Product, [Given.NewVariant(stock: 1_000_000_000)], Given.Now),
            .. Enumerable.Range(0, Events).Select(LedgerEvent (i) => new WalletCharged("charge " + i, "user " + i, 1_000_000_000, Given.Now)),
        ]);
    }

    [Benchmark]
    public Task<IReadOnlyList<Verdict>> Commit()
    {
        var batch = _batches++;
        return _database.Ledger.Commit([.. Enumerable.Range(0, Events).Select(LedgerEvent (i) => new OrderBought(Given.Order($"{batch}/{i}", "user " + i), null, 0))]);
    }

    [GlobalCleanup]
    public async Task End()
    {
        await _database.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _directory.Dispose();
    }
}
