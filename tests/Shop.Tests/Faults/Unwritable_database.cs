using Npgsql;

namespace ECommerce.ShopTests.Faults;

/// <summary>The database answers, and takes nothing: /readyz says so and names what is wrong, /livez stays, and reads go on.</summary>
public sealed class Unwritable_database(ITestOutputHelper output)
{
    [Fact]
    public async Task A_read_only_PostgreSQL_is_not_ready()
    {
        PostgresServer.RequirePostgres();
        await using var server = (await PostgresServer.StartPrivate())!;
        var database = await server.NewDatabase();
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, Postgres = database });
        var shop = new Shop([process.Http], signed: true);
        var user = await shop.NewUser(balance: 5_000);
        await Database.Run(database, "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()");

        await SaysWhy(shop, user, "read-only transaction");
        Assert.Equal(5_000, await user.Balance());

        await Database.Run(database, "ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()");
        await IsItselfAgain(shop, user, balance: 8_000);
    }

    [Fact]
    public async Task A_PostgreSQL_that_takes_no_more_connections_is_not_ready()
    {
        PostgresServer.RequirePostgres();
        await using var server = (await PostgresServer.StartPrivate(connections: 20))!;
        var database = await server.NewDatabase();
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, Postgres = database });
        var shop = new Shop([process.Http], signed: true);
        var user = await shop.NewUser(balance: 5_000);
        var taken = new List<NpgsqlConnection> { await Database.Connect(database) };
        await Eventually.Ask(
            async () =>
            {
                await TakeAll(database, taken);
                return await shop.Anonymous.Get("/readyz");
            },
            answer => answer.Status == 503,
            Database.Recovery);

        await SaysWhy(shop, user, "too many clients");

        taken.ForEach(connection => connection.Dispose());
        await IsItselfAgain(shop, user, balance: 8_000);
    }

    [Fact]
    public async Task A_SQLite_file_that_another_process_keeps_locked_is_not_ready()
    {
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true });
        var shop = new Shop([process.Http], signed: true);
        var user = await shop.NewUser(balance: 5_000);
        using (await SqliteLock.Take(process.SqliteFile))
        {
            await SaysWhy(shop, user, "database is locked", "does not answer");
            Assert.Equal(5_000, await user.Balance());
            (await shop.Anonymous.Get("/v1/products")).Expect(200);
        }

        await IsItselfAgain(shop, user, balance: 8_000);
    }

    [Fact]
    public async Task A_full_disk_under_SQLite_is_not_ready()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 8);
        await using var process = await ShopProcess.Start(On(disk));
        var shop = new Shop([process.Http], signed: true);
        var user = await shop.NewUser(balance: 5_000);
        var full = disk.Fill();
        var admin = await shop.Admin();

        // What was written before may leave room for a few commits.
        await Eventually.Ask(
            () => admin.Put("/v1/admin/products/" + Some.Id("large"), (Some.Product() with { Name = new string('x', 300) }).Body),
            answer => answer.Status == 503, Database.Recovery);
        await SaysWhy(shop, user, "full");
        Assert.Equal(5_000, await user.Balance());

        await full.DisposeAsync();
        await IsItselfAgain(shop, user, balance: 8_000);
    }

    [Fact]
    public async Task A_disk_that_is_read_only_is_named_before_the_start_is_over()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 64);
        await disk.Remount("ro");
        await using var process = ShopProcess.Launched(On(disk));
        var shop = new Shop([process.Http], signed: true);
        await Eventually.Ask(() => Task.FromResult(process.Log), log => log.Contains("cannot be opened") && log.Contains("Now listening on"), Database.Recovery);

        Func<Task<Answer>> ready = () => shop.Anonymous.Get("/readyz");
        Assert.Contains("The database file cannot be opened", (await ready.AnsweredInTime(output, "Readiness")).Expect(503).Problem("ledger"));
        await disk.Remount("rw");
        (await Eventually.Ask(ready, answer => answer.Status == 200, Database.Recovery)).Expect(200);
    }

    private static ShopSettings On(SmallDisk disk) => new()
    {
        SigningKey = true,
        More = new Dictionary<string, string>
        {
            ["Sqlite__Path"] = Path.Combine(disk.Path, "shop.db"),
            ["Logging__LogLevel__Default"] = "Information",
        },
    };

    private async Task SaysWhy(Shop shop, Caller user, params string[] reasons)
    {
        Func<Task<Answer>> charge = () => user.Charge(3_000, "same"), ready = () => shop.Anonymous.Get("/readyz");
        (await charge.AnsweredInTime(output, "A charge")).Expect(503, "unavailable");

        // What was found a moment ago may be told first: that a connection is gone, or that all is well.
        var notReady = await Eventually.Ask(
            () => ready.AnsweredInTime(output, "Readiness"),
            answer => answer.Problem("ledger") is { } told && reasons.Any(told.Contains),
            Database.Recovery);

        var problem = notReady.Expect(503).Problem("ledger")!;
        output.WriteLine(problem);
        Assert.True(reasons.Any(problem.Contains), problem);
        Assert.Null(notReady.Problem("grains"));
        (await shop.Anonymous.Get("/livez")).Expect(200);
    }

    private static async Task IsItselfAgain(Shop shop, Caller user, long balance)
    {
        (await Eventually.Ask(() => shop.Anonymous.Get("/readyz"), answer => answer.Status == 200, Database.Recovery)).Expect(200);
        (await Eventually.Ask(() => user.Charge(3_000, "same"), answer => answer.IsSuccess, Database.Recovery)).Expect(201);
        Assert.Equal(balance, await user.Balance());
        await shop.BooksAreRight();
    }

    // Ends the shop's sessions and takes their places, until there are none.
    private static async Task TakeAll(string database, List<NpgsqlConnection> taken)
    {
        await Database.Run(taken[0], "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ledger'");
        try
        {
            while (true)
            {
                taken.Add(await Database.Connect(database));
            }
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
        {
        }
    }
}
