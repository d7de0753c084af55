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

    public static TheoryData<int> SqliteVersions => Versions("Sqlite");

    public static TheoryData<int> PostgresVersions => Versions("Postgres");

    // A program applies what is above the highest version that was applied: one that filled a gap later would be left out.
    [Fact]
    public void Versions_have_no_gap_but_two_old_ones_of_PostgreSQL_alone()
    {
        var postgres = Migrations.Missing("Postgres", 0).Select(migration => migration.Version).ToList();

        Assert.Equal(Enumerable.Range(1, postgres.Count), postgres);
        Assert.Equal(postgres.Where(version => version is not (4 or 5)), Migrations.Missing("Sqlite", 0).Select(migration => migration.Version));
    }

    [Theory]
    [MemberData(nameof(SqliteVersions))]
    public async Task A_SQLite_file_of_each_earlier_version_opens_and_its_books_are_right(int version)
    {
        var path = _directory.File("shop.db");
        await using (var older = await OlderDatabase.Sqlite(path))
        {
            await Fill(older, new OlderBooks("Sqlite"), version);
        }

        await using var upgraded = new SqliteDatabase(path);
        await OpensWithRightBooks(upgraded, version);
    }

    [Theory]
    [MemberData(nameof(PostgresVersions))]
    public async Task A_PostgreSQL_database_of_each_earlier_version_opens_and_its_books_are_right(int version)
    {
        PostgresServer.RequirePostgres();
        var database = (await PostgresServer.CreateDatabase())!;
        await using (var older = await OlderDatabase.Postgres(database))
        {
            await Fill(older, new OlderBooks("Postgres"), version);
        }

        await using var upgraded = new PostgresDatabase(database);
        await OpensWithRightBooks(upgraded, version);
    }

    [Fact]
    public async Task An_older_SQLite_file_keeps_its_rows_its_total_and_the_lease()
    {
        var path = _directory.File("shop.db");
        await using var older = await OlderDatabase.Sqlite(path);
        await older.MigrateTo(1);
        await older.Run(string.Format(OlderOrders, Given.Now.ToUnixTimeMilliseconds()));
        await older.Run(string.Format(OlderRows, Given.Now.ToUnixTimeMilliseconds(), (Given.Now + TimeSpan.FromSeconds(10)).ToUnixTimeMilliseconds()));
        var clock = new FakeTimeProvider(Given.Now);
        await using var upgraded = new SqliteDatabase(path, clock);
        Assert.Empty((await upgraded.Outbox.Lease("new", Given.AllPartitions)).Of("new"));
        clock.Advance(TimeSpan.FromSeconds(10));
        await IsAsItWas(upgraded.Outbox);
        await HasItsOrders(upgraded.Ledger);
        foreach (var statement in OlderStatements)
        {
            Assert.Contains("no such table", (await Assert.ThrowsAsync<SqliteException>(() => older.Run(statement))).Message);
        }
    }

    [Fact]
    public async Task An_outbox_that_was_empty_goes_on_counting_behind_the_parked_rows()
    {
        var path = _directory.File("shop.db");
        await using var older = await OlderDatabase.Sqlite(path);
        await older.MigrateTo(9);
        await older.Run(
            """
            INSERT INTO payment_events (id, type, order_id, user_id, partition, at, data) VALUES ('e1', 'completed', 'o0', 'mina', 3, 0, '[]');
            INSERT INTO outbox VALUES (7, 'e1', 3);
            INSERT INTO parked_payments (number, event_id, partition, reason) VALUES (7, 'e1', 3, 'no object');
            DELETE FROM outbox;
            """);
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
        await using var older = await OlderDatabase.Postgres(database);
        await older.MigrateTo(1);
        await older.Run(string.Format(OlderOrders, "'2026-03-14 15:09:26.535Z'"));
        await older.Run(string.Format(OlderRows, "'2026-03-14 15:09:26.535Z'", "now() + interval '10 seconds'"));
        await using var upgraded = new PostgresDatabase(database);
        Assert.Empty((await upgraded.Outbox.Lease("new", Given.AllPartitions)).Of("new"));
        await older.Run("UPDATE payment_partitions SET owned_until = now()");
        await IsAsItWas(upgraded.Outbox);
        await HasItsOrders(upgraded.Ledger);
        foreach (var statement in OlderStatements)
        {
            Assert.Equal(PostgresErrorCodes.UndefinedTable, (await Assert.ThrowsAsync<PostgresException>(() => older.Run(statement))).SqlState);
        }
    }

    [Fact]
    public async Task The_chain_of_a_log_begins_behind_the_lines_that_are_there_on_SQLite()
    {
        var path = _directory.File("shop.db");
        await using var older = await OlderDatabase.Sqlite(path);
        await older.MigrateTo(13);
        await older.Run(string.Format(OlderLog, 0));
        await using var upgraded = new SqliteDatabase(path);
        await ChainsNewLinesOnly(upgraded.Ledger);

        Assert.Contains("never changed", (await Assert.ThrowsAsync<SqliteException>(() => older.Run(ChangesLog))).Message);
    }

    [Fact]
    public async Task The_chain_of_a_log_begins_behind_the_lines_that_are_there_on_PostgreSQL()
    {
        PostgresServer.RequirePostgres();
        var database = (await PostgresServer.CreateDatabase())!;
        await using var older = await OlderDatabase.Postgres(database);
        await older.MigrateTo(13);
        await older.Run(string.Format(OlderLog, "now()"));
        await using var upgraded = new PostgresDatabase(database);
        await ChainsNewLinesOnly(upgraded.Ledger);

        Assert.Contains("never changed", (await Assert.ThrowsAsync<PostgresException>(() => older.Run(ChangesLog))).Message);
    }

    private static TheoryData<int> Versions(string dialect) => [.. Migrations.Missing(dialect, 0).Select(migration => migration.Version)];

    // As a shop that was begun with the first version and came to that one, selling all the while.
    private static async Task Fill(OlderDatabase older, OlderBooks books, int version)
    {
        for (var reached = 1; reached <= version; reached++)
        {
            await older.MigrateTo(reached);
            if (books.At(reached) is { } rows)
            {
                await older.Run(rows);
            }
        }
    }

    private static async Task OpensWithRightBooks(SqlDatabase upgraded, int version)
    {
        var ledger = upgraded.Ledger;
        var before = await ledger.Audit();
        Assert.True(before.Ok, string.Join("; ", before.Checks.Where(check => !check.Ok)));
        Assert.Equal(OlderBooks.Balance(version), await ledger.Balance("mina"));

        var verdicts = await ledger.Commit([Given.Order("new").Bought(), (await ledger.Order("o1"))!.Cancelled(id: "back")]);

        Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));
        Assert.Equal(OlderBooks.Balance(version) - 1_000 + 1_800, await ledger.Balance("mina"));
        foreach (var audit in (AuditView[])[await ledger.Audit(), await ledger.Audit(AuditMark.Parse(before.Mark))])
        {
            Assert.True(audit.Ok, string.Join("; ", audit.Checks.Where(check => !check.Ok)));
        }
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
}
