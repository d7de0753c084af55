using ECommerce.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// A database that an older program filled while its forwarder still runs.
public sealed class LedgerUpgradeTests : IDisposable
{
    // The rows of an older program: 7 events published, a lease, two rows pending and one parked.
    private const string OlderRows =
        """
        INSERT INTO payment_events (id, type, order_id, user_id, partition, at, data) VALUES
            ('e1', 'completed', 'o1', 'mina', 3, {0}, '{{}}'), ('e2', 'completed', 'o2', 'mina', 3, {0}, '{{}}'), ('e3', 'completed', 'o3', 'jun', 5, {0}, '{{}}');
        INSERT INTO outbox (event_id, partition, parked_reason) VALUES ('e1', 3, NULL), ('e2', 3, 'too large'), ('e3', 5, NULL);
        UPDATE payment_stream SET published = 7, lease_owner = 'older', lease_until = {1};
        """;

    // How an older program takes its lease, and acknowledges.
    private static readonly string[] OlderStatements =
    [
        "UPDATE payment_stream SET lease_owner = 'older' WHERE lease_owner IS NULL OR lease_owner = 'older'",
        "SELECT published FROM payment_stream",
    ];

    // An order that awaits payment, and one that was paid and cancelled.
    private const string OlderOrders =
        """
        INSERT INTO orders (id, user_id, state, total, fingerprint, from_cart, placed_at, expires_at, discount, paid, balance, paid_at, cancelled_at) VALUES
            ('o1', 'mina', 'open', 3000, 'f', TRUE, {0}, {0}, 0, 0, NULL, NULL, NULL), ('o2', 'mina', 'cancelled', 1000, 'f', FALSE, {0}, {0}, 0, 1000, 0, {0}, {0});
        INSERT INTO order_lines VALUES
            ('o1', 0, 'coat-S', 'coat', 'Coat', '{{}}', 2, 1000), ('o1', 1, 'coat-M', 'coat', 'Coat', '{{}}', 1, 1000), ('o2', 0, 'coat-S', 'coat', 'Coat', '{{}}', 1, 1000);
        """;

    // The log of a program that knew no chain.
    private const string OlderLog =
        "INSERT INTO admin_log (actor, action, subject, at) VALUES ('op', 'campaign.pause', 'campaigns/none', {0}), ('op', 'campaign.resume', 'campaigns/none', {0})";

    private const string ChangesLog = "UPDATE admin_log SET actor = 'eve' WHERE number = 1";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_older_SQLite_file_keeps_its_rows_its_total_and_the_lease()
    {
        var path = _directory.File("shop.db");
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        Run(First("Sqlite"));
        Run(string.Format(OlderOrders, Given.Now.ToUnixTimeMilliseconds()));
        Run(string.Format(OlderRows, Given.Now.ToUnixTimeMilliseconds(), (Given.Now + TimeSpan.FromSeconds(10)).ToUnixTimeMilliseconds()));
        var clock = new FakeTimeProvider(Given.Now);
        await using var upgraded = new SqliteDatabase(path, clock);
        Assert.Empty((await upgraded.Outbox.Lease("new", Given.AllPartitions)).Of("new"));
        clock.Advance(TimeSpan.FromSeconds(10));
        await IsAsItWas(upgraded.Outbox);
        await HasItsOrders(upgraded.Ledger);
        Assert.All(OlderStatements, statement => Assert.Contains("no such table", Assert.Throws<SqliteException>(() => Run(statement)).Message));
    }

    [Fact]
    public async Task An_outbox_that_was_empty_goes_on_counting_behind_the_parked_rows()
    {
        var path = _directory.File("shop.db");
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Before("Sqlite", 10) +
            """
            INSERT INTO payment_events (id, type, order_id, user_id, partition, at, data) VALUES ('e1', 'completed', 'o0', 'mina', 3, 0, '[]');
            INSERT INTO outbox VALUES (7, 'e1', 3);
            INSERT INTO parked_payments (number, event_id, partition, reason) VALUES (7, 'e1', 3, 'no object');
            DELETE FROM outbox;
            """;
        await command.ExecuteNonQueryAsync();
        await using var upgraded = new SqliteDatabase(path);
        await upgraded.Ledger.Shop();
        await upgraded.Ledger.Commit([Given.Order("o1").Bought()]);

        Assert.Equal(8, Assert.Single(await upgraded.Outbox.AllPending()).Number);
        Assert.Equal(1, (await upgraded.Outbox.Stream(Given.Now)).Parked);
    }

    [Fact]
    public async Task An_older_PostgreSQL_database_keeps_its_rows_its_total_and_the_lease()
    {
        PostgresServer.RequirePostgres();
        var database = (await PostgresServer.CreateDatabase())!;
        await using var source = NpgsqlDataSource.Create(database);
        async Task Run(string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        await Run(First("Postgres"));
        await Run(string.Format(OlderOrders, "'2026-03-14 15:09:26.535Z'"));
        await Run(string.Format(OlderRows, "'2026-03-14 15:09:26.535Z'", "now() + interval '10 seconds'"));
        await using var upgraded = new PostgresDatabase(database);
        Assert.Empty((await upgraded.Outbox.Lease("new", Given.AllPartitions)).Of("new"));
        await Run("UPDATE payment_partitions SET owned_until = now()");
        await IsAsItWas(upgraded.Outbox);
        await HasItsOrders(upgraded.Ledger);
        foreach (var statement in OlderStatements)
        {
            Assert.Equal(PostgresErrorCodes.UndefinedTable, (await Assert.ThrowsAsync<PostgresException>(() => Run(statement))).SqlState);
        }
    }

    [Fact]
    public async Task The_chain_of_a_log_begins_behind_the_lines_that_are_there_on_SQLite()
    {
        var path = _directory.File("shop.db");
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        Run(Before("Sqlite", 14) + string.Format(OlderLog, 0));
        await using var upgraded = new SqliteDatabase(path);
        await ChainsNewLinesOnly(upgraded.Ledger);

        Assert.Contains("never changed", Assert.Throws<SqliteException>(() => Run(ChangesLog)).Message);
    }

    [Fact]
    public async Task The_chain_of_a_log_begins_behind_the_lines_that_are_there_on_PostgreSQL()
    {
        PostgresServer.RequirePostgres();
        var database = (await PostgresServer.CreateDatabase())!;
        await using var source = NpgsqlDataSource.Create(database);
        async Task Run(string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        await Run($"BEGIN;{Before("Postgres", 14)}{string.Format(OlderLog, "now()")};COMMIT");
        await using var upgraded = new PostgresDatabase(database);
        await ChainsNewLinesOnly(upgraded.Ledger);

        Assert.Contains("never changed", (await Assert.ThrowsAsync<PostgresException>(() => Run(ChangesLog))).Message);
    }

    [Fact]
    public async Task A_program_that_knows_no_traces_goes_on_beside_one_that_does()
    {
        PostgresServer.RequirePostgres();
        await using var database = new PostgresDatabase((await PostgresServer.CreateDatabase())!);
        await database.Ledger.Shop();
        using var span = Given.Span();
        await database.Ledger.Commit([Given.Order("o1").Bought() with { Span = span }]);

        // How the version before puts a row in.
        await database.Change(
            Statement.Change("INSERT INTO outbox (event_id, partition) SELECT id, partition FROM payment_events WHERE id = $1", "o1.completed"));

        Assert.Equal([span.Id, null], (await database.Outbox.AllPending()).Select(row => row.Event.TraceParent));
    }

    private static async Task ChainsNewLinesOnly(ILedger ledger)
    {
        await ledger.Commit([Given.SavedProduct() with { By = Given.Act("product.save") }]);

        var audit = await ledger.Audit();

        Assert.True(audit.Ok, string.Join("; ", audit.Checks.Where(check => !check.Ok)));
        Assert.Equal("3 checked, 2 of them without a hash", audit.Checks.Single(check => check.Name == AuditChecks.LogIsChained).Detail);
    }

    private static async Task IsAsItWas(IOutbox outbox)
    {
        Assert.Equal(Given.AllPartitions, (await outbox.Lease("new", Given.AllPartitions)).Of("new"));
        var stream = await outbox.Stream(Given.Now);
        Assert.Equal((2, 1, 7), (stream.Pending, stream.Parked, stream.Published));
        Assert.Equal([new("e2", 3, "too large", 0)], stream.ParkedEvents!);
        var rows = await outbox.AllPending();
        Assert.Equal(["e1", "e3"], rows.Select(row => row.Event.Id));

        await outbox.RetryParked();
        var back = (await outbox.AllPending())[^1];
        Assert.Equal(("e2", 4), (back.Event.Id, back.Number));
    }

    private static async Task HasItsOrders(ILedger ledger)
    {
        var orders = (await ledger.Orders("mina", null, 10)).Select(order => order.Row).ToList();
        Assert.Equal(["o2", "o1"], orders.Select(order => order.Id));
        Assert.Equal([("coat-S", 2), ("coat-M", 1)], orders[1].Lines.Select(line => (line.Sku, line.Quantity)));
        Assert.Equal((OrderState.Cancelled, Given.Now), (orders[0].State, orders[0].PaidAt));

        var ofSku = await ledger.Orders(new OrderFilter(null, null, "coat-S", Given.Now, null), null, 10);
        Assert.Equal(["o2", "o1"], ofSku.Select(order => order.Row.Id));

        await ledger.Commit([Given.SavedProduct(), orders[1].Cancelled(reason: "Too late."), Given.Order("o3").Placed()]);
        var cancelled = (await ledger.Order("o1"))!;
        Assert.Equal((OrderState.Cancelled, null, "Too late."), (cancelled.State, cancelled.PaidAt, cancelled.CancelReason));
        Assert.Equal(["o3", "o2", "o1"], (await ledger.Orders("mina", null, 10)).Select(order => order.Row.Id));
    }

    // All migrations before a version, as applied.
    private static string Before(string dialect, int version) =>
        string.Join(';', Migrations.Missing(dialect, 0).Where(migration => migration.Version < version).Select(migration => migration.Sql))
        + $";{Migrations.VersionTable};INSERT INTO schema_migrations VALUES ({version - 1}, 'before');";

    private static string First(string dialect)
    {
        var first = Migrations.Missing(dialect, 0)[0];
        return $"{first.Sql};{Migrations.VersionTable};INSERT INTO schema_migrations VALUES ({first.Version}, '{first.Name}');";
    }
}
