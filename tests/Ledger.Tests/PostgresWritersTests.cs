using ECommerce.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// Several writers of one database.
public sealed class PostgresWritersTests : PostgresTests
{
    [Fact]
    public async Task Three_programs_can_open_an_empty_database_at_once()
    {
        var databases = Enumerable.Range(0, 3).Select(_ => new PostgresDatabase(ConnectionString)).ToList();
        await Task.WhenAll(databases.Select(database => database.Ledger.Open()));
        await Task.WhenAll(databases.Select((database, i) => database.Ledger.Commit([Given.Charge("c" + i, amount: 1)])));

        Assert.Equal(3, (await databases[0].Ledger.Wallet("mina", [])).Balance);
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_that_a_newer_program_migrated_is_a_clear_error()
    {
        await using var database = await Opened();
        await Run("INSERT INTO schema_migrations VALUES (99, 'from the future')");
        await using var old = new PostgresDatabase(ConnectionString);

        Assert.Contains("newer", (await Assert.ThrowsAsync<InvalidOperationException>(() => old.Ledger.Open())).Message);
    }

    [Fact]
    public async Task Two_writers_of_one_campaign_issue_exactly_its_quantity()
    {
        await using var first = await Opened();
        await using var second = new PostgresDatabase(ConnectionString);
        var (one, other) = (first.Ledger, second.Ledger);
        await one.Commit([Given.SavedCampaign(quantity: 150)]);
        var claims = Enumerable.Range(0, 20).Select(batch => (batch % 2 == 0 ? one : other).Commit(
            [.. Enumerable.Range(0, 20).Select(LedgerEvent (i) => Given.Claim("user" + (batch / 2 * 20 + i)))]));
        var verdicts = (await Task.WhenAll(claims)).SelectMany(batch => batch).ToList();

        // Every user claims through both writers: one claim is committed and the other is a duplicate, until the quantity is issued.
        Assert.Equal(150, verdicts.Count(verdict => verdict.Kind == VerdictKind.Committed));
        Assert.Equal(150, (await one.Campaign("spring", 0))!.Holders.Count);
        Assert.True((await one.Audit()).Ok);
    }

    [Fact]
    public async Task Two_writers_of_crossing_rows_keep_exact_totals()
    {
        await using var first = await Opened();
        await using var second = new PostgresDatabase(ConnectionString);
        var (one, other) = (first.Ledger, second.Ledger);
        await one.Commit([Given.SavedProduct("hat", 100_000), Given.Charge("rich", "jun", 10_000_000), Given.Charge("rich2", "mina", 10_000_000)]);
        var batches = Enumerable.Range(0, 40).Select(n =>
        {
            // Both writers change the same rows, named in opposite orders, and insert the same new wallets.
            string[] users = n % 2 == 0 ? ["mina", "jun"] : ["jun", "mina"];
            string[] skus = n % 2 == 0 ? ["coat-S", "hat-M"] : ["hat-M", "coat-S"];
            var orders = users.Select(user => Given.Order($"{user}{n}", user, lines: [Given.Line(skus[0]), Given.Line(skus[1])])).ToList();
            LedgerEvent[] batch =
            [
                .. orders.Select(order => order.Placed()), .. orders.Select(order => order.Paid()), .. orders.Take(1).Select(order => order.Cancelled()),
                Given.Charge("new" + n, "user" + n / 2, 1), Given.Charge("cross" + n, "user" + (39 - n) / 2, 1),
            ];
            return (n % 2 == 0 ? one : other).Commit(batch);
        });
        var verdicts = (await Task.WhenAll(batches)).SelectMany(batch => batch);

        Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));
        Assert.Equal([99_960L, 100_000L], (await one.Product("coat", []))!.Variants.Select(variant => variant.Stock));
        Assert.Equal([new("coat", 40), new("hat", 40)], await one.UnitsSold(Books.Hour(Given.Now)));
        Assert.True((await one.Audit()).Ok);
    }

    [Fact]
    public async Task The_catalogue_misses_nothing_though_transactions_commit_out_of_order()
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        var cursor = (await ledger.Catalogue(null)).Next;
        await using var slow = await Connect();
        await using var transaction = await slow.BeginTransactionAsync();
        await Execute(slow, "UPDATE variants SET price = 7, changed = pg_current_xact_id() WHERE sku = 'coat-S'");

        await ledger.Commit([Given.SavedProduct("hat")]);
        var meanwhile = await ledger.Catalogue(cursor);
        Assert.DoesNotContain(meanwhile.Products, product => product.Variants.Any(variant => variant.Price == 7));
        await transaction.CommitAsync();

        var after = await ledger.Catalogue(meanwhile.Next);
        Assert.Contains(after.Products, product => product.Variants.Any(variant => variant.Price == 7));
    }

    [Fact]
    public async Task Marks_that_a_dump_brought_from_a_server_with_more_transactions_are_no_changes()
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        await ledger.Commit([Given.SavedProduct("hat")]);
        await Run("UPDATE products SET changed = '9000000000'; UPDATE product_changes SET changed = '9000000000'");

        var first = await ledger.Catalogue(null);
        Assert.Equal(["coat", "hat"], first.Products.Select(product => product.Product.Id));
        var last = await NoMoreChanges(ledger, first);

        await ledger.Commit([new StockAdjusted("a1", "coat-S", 1, Given.Now)]);
        Assert.Equal("coat", Assert.Single((await ledger.Catalogue(last)).Products).Product.Id);
    }

    [Fact]
    public async Task A_cursor_of_a_server_with_more_transactions_begins_anew()
    {
        await using var database = await Opened();
        var later = (await database.Ledger.Catalogue(null)).Next with { Since = 9_000_000_000 };

        var again = await database.Ledger.Catalogue(later);
        Assert.Equal("coat", Assert.Single(again.Products).Product.Id);
        await NoMoreChanges(database.Ledger, again);
    }

    [Fact]
    public async Task Notes_of_changes_that_are_older_than_ten_minutes_are_cleared_up_and_newer_ones_are_not()
    {
        await using var database = await Opened();
        await Run("UPDATE product_changes SET at = at - interval '11 minutes'");
        await Run("INSERT INTO product_changes (product_ids) VALUES (ARRAY['coat'])");

        await ChangeNotes.ClearUp(database);

        await using var connection = await Connect();
        await using var count = new NpgsqlCommand("SELECT count(*) FROM product_changes", connection);
        Assert.Equal(1L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Units_of_which_a_program_of_the_version_before_wrote_only_the_hour_count_until_all_of_it_is_over()
    {
        await using var database = await Opened();
        await database.Ledger.Commit([Given.Order("o1").Bought()]);
        await Run("DELETE FROM sales_by_minute");

        Assert.Equal([new("coat", 1)], await database.Ledger.UnitsSold(Books.Hour(Given.Now).AddMinutes(59)));
        Assert.Empty(await database.Ledger.UnitsSold(Books.Hour(Given.Now).AddHours(1)));
    }

    [Fact]
    public async Task A_line_that_a_program_of_the_version_before_writes_gets_the_time_of_its_order()
    {
        await using var database = await Opened();
        await database.Ledger.Commit([Given.Order("o1").Placed()]);
        await Run("INSERT INTO order_lines (order_id, position, sku, product_id, name, options, quantity, price) VALUES ('o1', 1, 'coat-M', 'coat', 'Coat', '{}', 1, 1)");

        var found = await database.Ledger.Orders(new OrderFilter(null, null, "coat-M", Given.Now, Given.Now.AddMilliseconds(1)), null, 10);
        Assert.Equal("o1", Assert.Single(found).Row.Id);
    }

    [Fact]
    public async Task A_program_of_the_version_before_issues_nothing_of_a_paused_campaign()
    {
        await using var database = await Opened();
        const string Claims = "UPDATE campaigns SET issued = issued + 1 WHERE id = 'spring'";
        await database.Ledger.Commit([Given.SavedCampaign(), Given.Paused(), Given.Gift()]);

        Assert.Equal(PostgresErrorCodes.CheckViolation, (await Assert.ThrowsAsync<PostgresException>(() => Run(Claims))).SqlState);
        await Run("UPDATE campaigns SET name = 'Summer', issued = issued WHERE id = 'spring'");
        await database.Ledger.Commit([Given.Paused(false), Given.Claim("jun")]);
        await Run(Claims);

        Assert.Equal(3, (await database.Ledger.Campaign("spring", 0))!.Campaign.Issued);
    }

    [Fact]
    public async Task Minutes_that_no_window_begins_in_any_more_are_forgotten_and_their_hours_are_not()
    {
        await using var database = await Opened();
        await database.Ledger.Commit([Given.Order("o1").Bought()]);

        await database.Ledger.ForgetMinutes(Given.Now.AddHours(1));

        await using var connection = await Connect();
        await using var count = new NpgsqlCommand("SELECT (SELECT count(*) FROM sales_by_minute), (SELECT count(*) FROM sales_hourly)", connection);
        await using var row = await count.ExecuteReaderAsync();
        await row.ReadAsync();
        Assert.Equal((0L, 1L), (row.GetInt64(0), row.GetInt64(1)));
    }

    [Fact]
    public async Task A_read_of_several_tables_is_one_snapshot()
    {
        await using var database = await Opened();
        await using var writer = await Connect();
        await using var transaction = await writer.BeginTransactionAsync();

        // The read gets the product, and then waits for the variants.
        await Execute(writer, "LOCK TABLE variants");
        var reading = database.Ledger.Product("coat", []);
        await Waiting();
        await Execute(writer, "UPDATE variants SET price = 7");
        await transaction.CommitAsync();

        Assert.All((await reading)!.Variants, variant => Assert.Equal(1_000, variant.Price));
    }

    [Fact]
    public async Task The_number_of_statements_does_not_depend_on_the_size_of_a_batch()
    {
        var counter = new StatementCounter();
        await using var connections = await OpenedWith(counter);
        await using var database = new PostgresDatabase(connections);
        var ledger = database.Ledger;
        await ledger.Open();

        async Task<(int Statements, int RoundTrips)> Counted(int size, string prefix, params LedgerEvent[] more)
        {
            var orders = Enumerable.Range(0, size / 2).Select(i => Given.Order(prefix + i, "user" + i % 7)).ToList();
            await ledger.Commit([.. Enumerable.Range(0, 7).Select(LedgerEvent (i) => Given.Charge(prefix + "w" + i, "user" + i, 1_000_000))]);
            await ledger.Commit([.. orders.Select(LedgerEvent (order) => order.Placed())]);
            counter.Restart();
            var verdicts = await ledger.Commit(
                [.. orders.Select(LedgerEvent (order) => order.Paid()), .. orders.Select(LedgerEvent (_, i) => Given.Charge(prefix + "c" + i)), .. more]);
            Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));
            return (counter.Statements, counter.RoundTrips);
        }

        var (usual, roundTrips) = await Counted(10, "few");
        Assert.InRange(usual, 4, 12);
        Assert.Equal(1, roundTrips);
        Assert.Equal((usual, 1), await Counted(800, "many"));

        var (loaded, twoRoundTrips) = await Counted(10, "a few", Given.SavedCampaign("autumn"));
        Assert.InRange(loaded, 8, 30);
        Assert.Equal(2, twoRoundTrips);
        Assert.Equal((loaded, 2), await Counted(800, "a lot", Given.SavedCampaign("winter")));
    }

    [Fact]
    public async Task A_batch_of_which_one_event_is_refused_is_tried_in_one_round_trip_and_then_decided_in_two()
    {
        var counter = new StatementCounter();
        await using var connections = await OpenedWith(counter);
        await using var database = new PostgresDatabase(connections);
        var (rich, poor) = (Given.Order("rich"), Given.Order("poor", "jun"));
        await database.Ledger.Commit([Given.Charge("c"), Given.Charge("d", "jun", 1), rich.Placed(), poor.Placed()]);
        counter.Restart();

        var verdicts = await database.Ledger.Commit([rich.Paid(), poor.Paid()]);

        Assert.Equal((VerdictKind.Committed, Guard.Balance), (verdicts[0].Kind, verdicts[1].Guard));
        Assert.Equal(3, counter.RoundTrips);
    }

    [Fact]
    public async Task The_outbox_reads_no_event_back_that_its_own_process_has_committed()
    {
        var (own, other) = (new StatementCounter(), new StatementCounter());
        await using var connections = await OpenedWith(own);
        await using var othersConnections = await OpenedWith(other);
        await using var database = new PostgresDatabase(connections);
        await using var elsewhere = new PostgresDatabase(othersConnections);
        await database.Ledger.Commit([Given.Charge("c")]);
        await elsewhere.Ledger.Open();
        await database.Ledger.Commit([Given.Order("loaded").Bought(), Given.SavedCampaign("autumn")]);
        await database.Ledger.Commit([Given.Order("usual").Bought()]);
        own.Restart();
        other.Restart();

        var rows = await database.Outbox.AllPending();

        Assert.Equal(["loaded.completed", "usual.completed"], rows.Select(row => row.Event.Id));
        Assert.Equal(rows, await elsewhere.Outbox.AllPending());
        Assert.Equal((1, 2), (own.RoundTrips, other.RoundTrips));
    }

    private async Task<NpgsqlDataSource> OpenedWith(StatementCounter counter)
    {
        await using (await Opened())
        {
        }

        return new NpgsqlDataSourceBuilder(ConnectionString).UseLoggerFactory(counter).Build();
    }

    /// <summary>
    /// A change is given again as long as a transaction runs that is older. Those of other tests, in other databases of the same server,
    /// are such; so this asks until nothing comes, which never happens when a mark is ahead of the server.
    /// </summary>
    private static async Task<CatalogueCursor> NoMoreChanges(ILedger ledger, CatalogueSnapshot last)
    {
        await Eventually.Ask(
            async () => last = await ledger.Catalogue(last.Next), snapshot => snapshot.Products.Count == 0, TimeSpan.FromSeconds(30));
        Assert.Empty(last.Products);
        return last.Next;
    }
}
