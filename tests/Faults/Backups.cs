using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ECommerce.Faults;

/// <summary>
/// A backup is taken while users shop. Later the shop and its database are lost, and the shop goes on from the backup: its books are right, nothing
/// that was acknowledged before the backup is lost, and the payment stream has neither a gap nor a duplicate of what it had published by then.
/// </summary>
public sealed class Backups(ITestOutputHelper output)
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(0.5);

    // Calls of the load before the backup, so that there is something in it.
    private const int Calls = 150;

    [Fact]
    public async Task A_dump_of_PostgreSQL_taken_under_load_is_a_shop_again()
    {
        PostgresServer.RequirePostgres();
        await using var server = await PostgresServer.StartPrivate();
        Assert.SkipWhen(server is null, "TEST_POSTGRES names a server that is not ours to harm.");
        var database = await server.NewDatabase();
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, Postgres = database });
        var backup = "";

        await IsAShopAgain(
            process,
            take: async () => backup = await server.Dump(database),
            putBack: () => server.RestoreAnew(database, backup),
            () => new NpgsqlConnection(database + ";Pooling=false"));
    }

    [Fact]
    public async Task A_base_backup_of_PostgreSQL_taken_under_load_is_a_shop_again()
    {
        PostgresServer.RequirePostgres();
        await using var server = await PostgresServer.StartPrivate(durable: true);
        Assert.SkipWhen(server is null, "TEST_POSTGRES names a server that is not ours to harm.");
        var database = await server.NewDatabase();
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, Postgres = database });
        var backup = "";

        await IsAShopAgain(
            process,
            take: async () => backup = await server.BaseBackup(),
            putBack: () => server.StartFrom(backup),
            () => new NpgsqlConnection(database + ";Pooling=false"));
    }

    [Fact]
    public async Task A_copy_of_a_SQLite_file_taken_under_load_is_a_shop_again()
    {
        using var directory = new TempDirectory();
        var backup = directory.File("backup.db");
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true });
        SqliteConnection Connection() => new($"Data Source={process.SqliteFile};Pooling=False");

        await IsAShopAgain(
            process,
            take: async () =>
            {
                await using var connection = Connection();
                await connection.OpenAsync();
                await using var copy = connection.CreateCommand();
                copy.CommandText = $"VACUUM INTO '{backup}'";
                await copy.ExecuteNonQueryAsync();
            },
            putBack: () =>
            {
                File.Delete(process.SqliteFile + "-wal");
                File.Delete(process.SqliteFile + "-shm");
                File.Copy(backup, process.SqliteFile, overwrite: true);
                return Task.CompletedTask;
            },
            Connection);
    }

    private async Task IsAShopAgain(ShopProcess process, Func<Task> take, Func<Task> putBack, Func<DbConnection> connection)
    {
        var shop = new Shop([process.Http], signed: true);
        var file = process.PaymentsFile;
        var product = await shop.Sells(Some.Product());
        var (early, late) = (await shop.NewUser(balance: 20_000), await shop.NewUser(balance: 20_000));
        var bought = (await early.Buy(product.Sku, 1)).Expect(201);
        var key = Some.Key();
        Answer lost;
        Journal journal;
        await using (var load = await ContinuousLoad.Start(shop, file, seed: 53, Calm))
        {
            await load.GoesOn(Calls);
            var began = Stopwatch.GetTimestamp();
            await take();
            output.WriteLine($"The backup took {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.");
            lost = (await late.Buy(product.Sku, 1, key: key)).Expect(201);
            await load.GoesOn(load.Users);
            Assert.Single(await PaymentEvents.Of(lost.Text("id"), file, atLeast: 1));
            journal = load.Journal.AsOf(began);
            process.Kill();
        }

        var told = await PaymentEvents.Read(file);
        await putBack();
        var waiting = await Waiting(connection);
        await process.Start();

        await shop.BooksAreRight();
        await Invariants.NothingAcknowledgedIsLost(journal);
        await Invariants.NoPaymentIsMissing(shop, journal, file);
        await Invariants.EventsOfAUserAreInOrder(file);
        var again = (await PaymentEvents.Read(file)).Skip(told.Count).Select(e => e.Text("id")).ToList();
        output.WriteLine($"{told.Count} events were published before; {waiting.Count} waited in the backup, {again.Count} were published after it.");
        Assert.Equal(waiting.Order(StringComparer.Ordinal), again.Order(StringComparer.Ordinal));
        Assert.Single(await PaymentEvents.Of(bought.Text("id"), file, atLeast: 1));

        // What came after the backup has not happened, though it stays told. Its repeat does it, and is told by the same id.
        (await late.Get("/v1/orders/" + lost.Text("id"))).Expect(404, "unknown_order");
        Assert.Equal(20_000, await late.Balance());
        var repeated = (await late.Buy(product.Sku, 1, key: key)).Expect(201);
        Assert.Equal((lost.Text("id"), 10_000), (repeated.Text("id"), repeated.Number("balance")));
        var events = await PaymentEvents.Of(lost.Text("id"), file, atLeast: 2);
        Assert.Equal(2, events.Count);
        Assert.Single(events.Select(e => e.Text("id")).Distinct());
        await Invariants.RepeatsAnswerAsBefore(journal);
        await shop.BooksAreRight();
    }

    // The events that waited to be published when the backup was taken.
    private static async Task<List<string>> Waiting(Func<DbConnection> connection)
    {
        await using var opened = connection();
        await opened.OpenAsync();
        await using var command = opened.CreateCommand();
        command.CommandText = "SELECT event_id FROM outbox";
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
