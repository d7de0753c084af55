using ECommerce.Testing;
using Microsoft.Data.Sqlite;

namespace ECommerce.Ledger.Tests;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Path => _directory.File("shop.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Everything_is_there_when_the_file_is_opened_again()
    {
        var order = Given.Order("o1");
        await using (var database = new SqliteDatabase(Path))
        {
            await database.Ledger.Shop();
            await database.Ledger.Commit([Given.Claim(), order.Placed(), order.Paid()]);
        }

        await using var again = new SqliteDatabase(Path);
        Assert.Equal(49_000, (await again.Ledger.Wallet("mina", [])).Balance);
        Assert.Equal(VerdictKind.Duplicate, (await again.Ledger.One(order.Paid())).Kind);
        Assert.Single(await again.Outbox.AllPending());
        Assert.True((await again.Ledger.Audit()).Ok);
    }

    [Fact]
    public async Task Three_programs_can_open_a_new_file_at_once_and_write_to_it()
    {
        var databases = Enumerable.Range(0, 3).Select(_ => new SqliteDatabase(Path)).ToList();
        await Task.WhenAll(databases.Select(database => database.Ledger.Open()));
        await Task.WhenAll(databases.Select((database, i) => database.Ledger.Commit([Given.Charge("c" + i, amount: 1)])));

        Assert.Equal(3, (await databases[0].Ledger.Wallet("mina", [])).Balance);
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_file_that_a_newer_program_migrated_is_a_clear_error()
    {
        await using (var database = new SqliteDatabase(Path))
        {
            await database.Ledger.Open();
        }

        Run("INSERT INTO schema_migrations VALUES (99, 'from the future')");
        await using var old = new SqliteDatabase(Path);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => old.Ledger.Open());
        Assert.Contains("newer", error.Message);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_unavailable()
    {
        File.WriteAllText(Path, "");
        await using var database = new SqliteDatabase(System.IO.Path.Combine(Path, "below-a-file.db"));

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => database.Ledger.Commit([Given.Charge("a")]));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => database.Ledger.Wallet("mina", []));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => database.Ledger.Probe());
    }

    [Fact]
    public async Task An_event_that_breaks_a_constraint_fails_alone()
    {
        await using var database = new SqliteDatabase(Path);
        await database.Ledger.Open();
        Run("CREATE TRIGGER planted BEFORE INSERT ON wallets WHEN NEW.user_id = 'culprit' BEGIN SELECT RAISE(ABORT, 'planted'); END");
        var verdicts = await database.Ledger.Commit([Given.Charge("a"), Given.Charge("b", "culprit"), Given.Charge("c")]);

        Assert.Equal([VerdictKind.Committed, VerdictKind.Faulted, VerdictKind.Committed], verdicts.Select(verdict => verdict.Kind));
        Assert.Equal(100_000, await database.Ledger.Balance("mina"));
    }

    [Fact]
    public async Task Units_of_which_a_program_of_the_version_before_wrote_only_the_hour_count_until_all_of_it_is_over()
    {
        await using var database = new SqliteDatabase(Path);
        var order = Given.Order("o1");
        await database.Ledger.Shop();
        await database.Ledger.Commit([order.Placed(), order.Paid()]);
        Run("DELETE FROM sales_by_minute");

        Assert.Equal([new("coat", 1)], await database.Ledger.UnitsSold(Books.Hour(Given.Now).AddMinutes(59)));
        Assert.Empty(await database.Ledger.UnitsSold(Books.Hour(Given.Now).AddHours(1)));
    }

    [Theory]
    [InlineData("UPDATE wallets SET balance = balance + 1", AuditChecks.WalletsEqualEntries)]
    [InlineData("UPDATE variants SET stock = stock - 1", AuditChecks.StockEqualsReceivedLessPaid)]
    [InlineData("UPDATE campaigns SET issued = issued - 1", AuditChecks.CampaignsIssued)]
    [InlineData("DELETE FROM campaigns", AuditChecks.CampaignsIssued)]
    [InlineData("DELETE FROM wallets", AuditChecks.WalletsEqualEntries)]
    [InlineData("DELETE FROM payment_events", AuditChecks.PaidOrdersHaveOnePayment)]
    [InlineData("UPDATE coupons SET order_id = 'o2', used_at = 1", AuditChecks.CouponsUsedOnce)]
    [InlineData("UPDATE sales_hourly SET units = units + 1", AuditChecks.SalesEqualOrders)]
    [InlineData("UPDATE sales_hourly SET hour = hour - 3600000", AuditChecks.SalesEqualOrders)]
    public async Task The_audit_finds_rows_that_were_changed_by_hand(string corruption, string check)
    {
        await using var database = new SqliteDatabase(Path);
        var ledger = database.Ledger;
        await ledger.Shop();
        var order = Given.Order("o1");
        await ledger.Commit([Given.Claim(), order.Placed(), order.Paid(Ids.Coupon("spring", "mina"), 100)]);
        Assert.True((await ledger.Audit()).Ok);
        Run("PRAGMA foreign_keys = OFF; " + corruption);

        var wrong = (await ledger.Audit()).Checks.Where(found => !found.Ok);
        Assert.Contains(check, wrong.Select(found => found.Name));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
