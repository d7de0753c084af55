using System.Data.Common;
using System.Globalization;
using ECommerce.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// Rows of refunds that a hand changed, and orders that a program cancels which knows only refunds of whole orders.
public abstract class RefundRowsTests
{
    private static readonly string[] AgainstItsLines = [AuditChecks.RefundsFollowFromLines];

    public static TheoryData<string, string, string[]> Corruptions => new()
    {
        { "UPDATE refunds SET amount = amount + 1 WHERE id = 'r1'", "o1", [AuditChecks.RefundsEqualEntries, AuditChecks.RefundsFollowFromLines] },
        { "UPDATE refunds SET amount = 3 - number WHERE order_id = 'free'", "free", [AuditChecks.RefundsEqualEntries, AuditChecks.RefundsFollowFromLines] },
        { "UPDATE refunds SET items = '[{\"sku\":\"coat-S\",\"quantity\":3}]' WHERE id = 'r1'", "o1", AgainstItsLines },
        { "UPDATE refunds SET items = '{}' WHERE id = 'r1'", "o1", AgainstItsLines },
        { "UPDATE refunds SET number = 9 WHERE id = 'r2'", "o1", AgainstItsLines },
        { "UPDATE refunds SET is_whole = TRUE WHERE id = 'r1'", "o1", AgainstItsLines },
        { "DELETE FROM refunds WHERE id = 'r2'", "o1", [AuditChecks.RefundsEqualEntries, AuditChecks.RefundsFollowFromLines, AuditChecks.RefundsHaveOneEvent] },
        { "UPDATE orders SET refunded = refunded - 1 WHERE id = 'o1'", "o1", AgainstItsLines },
        { "UPDATE orders SET refunded = 0 WHERE id = 'whole'", "whole", AgainstItsLines },
        { "UPDATE order_lines SET cancelled = 1 WHERE order_id = 'untouched'", "untouched", [AuditChecks.RefundsFollowFromLines, AuditChecks.SalesEqualOrders, AuditChecks.StockEqualsReceivedLessPaid] },
        { "UPDATE order_lines SET cancelled = 0 WHERE order_id = 'whole'", "whole", AgainstItsLines },
        { "UPDATE wallet_entries SET amount = amount - 1 WHERE id = 'ref_o1'", "o1", [AuditChecks.RefundsEqualEntries, AuditChecks.WalletsEqualEntries] },
        { "DELETE FROM payment_events WHERE id = 'o1.refunded.1'", "o1", [AuditChecks.RefundsFollowFromLines, AuditChecks.RefundsHaveOneEvent] },
        { "UPDATE payment_events SET data = '{\"refunded\":1}' WHERE id = 'o1.refunded.1'", "o1", AgainstItsLines },
        { "UPDATE payment_events SET data = '{}' WHERE id = 'o1.refunded.1'", "o1", AgainstItsLines },
        { "DELETE FROM payment_events WHERE id = 'whole.cancelled'", "whole", [AuditChecks.RefundsHaveOneEvent] },
    };

    [Theory]
    [MemberData(nameof(Corruptions))]
    public async Task The_audit_names_the_order_whose_refunds_were_changed_by_hand(string corruption, string order, string[] checks)
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        Assert.True((await ledger.Audit()).Ok);
        await Run(ByHand(corruption));

        var wrong = (await ledger.Audit()).Checks.Where(check => !check.Ok).ToList();
        Assert.Empty(checks.Except(wrong.Select(check => check.Name)));
        Assert.All(wrong.Where(check => check.Name.StartsWith("refunds", StringComparison.Ordinal)), check => Assert.Equal("wrong: " + order, check.Detail));
    }

    [Fact]
    public async Task What_was_refunded_in_part_cannot_be_cancelled_by_an_older_program()
    {
        await using var database = await Opened();
        var ledger = database.Ledger;

        foreach (var orderId in (string[])["o1", "free"])
        {
            var order = (await ledger.Order(orderId))!;
            await Assert.ThrowsAnyAsync<DbException>(() => Run(Cancellation(order)));
            Assert.Equal(OrderState.Paid, (await ledger.Order(orderId))!.State);
        }

        // Even where an entry with that id were not there.
        await Assert.ThrowsAnyAsync<DbException>(() => Run($"UPDATE orders SET state = 'cancelled', cancelled_at = {Now} WHERE id = 'o1'"));
        Assert.True((await ledger.Audit()).Ok);
    }

    [Fact]
    public async Task What_an_older_program_cancels_is_refunded_whole()
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        await Run(Cancellation((await ledger.Order("untouched"))!));

        var order = (await ledger.Order("untouched"))!;
        Assert.Equal((OrderState.Cancelled, 2_000, 2), (order.State, order.Refunded, order.Lines.Single().Cancelled));
        Assert.Equal(VerdictKind.Duplicate, (await ledger.One(order.Cancelled())).Kind);
        Assert.Equal(Verdict.Refused(Guard.Refundable, "coat-S"), await ledger.One(order.TakenBack("r9", ("coat-S", 1))));
        Assert.Empty(await ledger.Refunds(["untouched"]));
        Assert.True((await ledger.Audit()).Ok);
    }

    [Fact]
    public async Task What_an_operator_takes_back_is_logged_once_with_what_was_before_and_is_since()
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        var order = (await ledger.Order("untouched"))!;
        var by = new Act("op", "order.refund", Given.Now, "Stained.");
        var part = order.TakenBack("r4", ("coat-S", 1)) with { By = by };
        await ledger.Commit([part, part, order.TakenBack("r5", ("coat-S", 2)) with { By = by }]);
        await ledger.Commit([order.Cancelled() with { By = by with { Action = "order.cancel", Reason = "All of it." } }, order.Cancelled(id: "again") with { By = by }]);

        Assert.Equal(
            [
                """op order.refund orders/untouched Stained. {"state":"paid","refunded":0,"items":[{"sku":"coat-S","quantity":2,"cancelled":0}]} {"state":"paid","refunded":1000,"items":[{"sku":"coat-S","quantity":2,"cancelled":1}]}""",
                """op order.cancel orders/untouched All of it. {"state":"paid","refunded":1000,"items":[{"sku":"coat-S","quantity":2,"cancelled":1}]} {"state":"cancelled","refunded":2000,"items":[{"sku":"coat-S","quantity":2,"cancelled":2}]}""",
            ],
            await Column(
                "SELECT actor || ' ' || action || ' ' || subject || ' ' || reason || ' ' || CAST(before AS text) || ' ' || CAST(after AS text) FROM admin_log ORDER BY number"));
    }

    private protected abstract string Now { get; }

    private protected abstract string Hour { get; }

    private protected abstract SqlDatabase Create();

    private protected abstract DbConnection Connection();

    private protected abstract string ByHand(string corruption);

    private async Task Run(string sql)
    {
        await using var connection = Connection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string>> Column(string sql)
    {
        await using var connection = Connection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    // Orders of which two parts were taken back, nothing, all at once, and one of two units that cost nothing.
    private async Task<SqlDatabase> Opened()
    {
        var database = Create();
        var ledger = database.Ledger;
        await ledger.Shop(stock: 100);
        var (coupon, gift) = (Ids.Coupon("spring", "mina"), Ids.Coupon("gift", "mina"));
        var parts = Given.Order("o1", lines: [Given.Line("coat-S", 3), Given.Line("coat-M", 1)]);
        var free = Given.Order("free", lines: Given.Line("coat-M", 2));
        var whole = Given.Order("whole", lines: Given.Line("coat-S", 2));
        var verdicts = await ledger.Commit(
        [
            new CampaignSaved(Given.Campaign("gift") with { Discount = new(DiscountType.Fixed, 2_000, null) }), Given.Claim(), Given.Claim(campaignId: "gift"),
            parts.Bought(coupon, 400), parts.TakenBack("r1", ("coat-S", 2)), parts.TakenBack("r2", ("coat-M", 1)),
            Given.Order("untouched", lines: Given.Line("coat-S", 2)).Bought(),
            whole.Bought(), whole.Cancelled(), free.Bought(gift, 2_000), free.TakenBack("r3", ("coat-M", 1)),
        ]);
        Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));
        return database;
    }

    // What a program that knows only refunds of whole orders commits at once.
    private string Cancellation(Order order) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        BEGIN;
        UPDATE wallets SET balance = balance + {{order.Paid}} WHERE user_id = 'mina';
        INSERT INTO wallet_entries (id, user_id, kind, amount, balance, order_id, at)
            SELECT 'ref_{{order.Id}}', user_id, 'refund', {{order.Paid}}, balance, '{{order.Id}}', {{Now}} FROM wallets WHERE user_id = 'mina';
        UPDATE orders SET state = 'cancelled', discount = {{order.Discount}}, paid = {{order.Paid}}, cancelled_at = {{Now}} WHERE id = '{{order.Id}}';
        UPDATE variants SET stock = stock + {{order.Lines[0].Quantity}} WHERE sku = '{{order.Lines[0].Sku}}';
        INSERT INTO payment_events (id, type, order_id, user_id, partition, at, data)
            VALUES ('{{order.Id}}.cancelled', 'cancelled', '{{order.Id}}', 'mina', {{PaymentEvents.Partition("mina")}}, {{Now}},
                '{{PaymentEvents.Cancelled(order with { CancelledAt = Given.Now }).Data}}');
        INSERT INTO outbox (event_id, partition) VALUES ('{{order.Id}}.cancelled', {{PaymentEvents.Partition("mina")}});
        UPDATE sales_hourly SET units = units - {{order.Lines[0].Quantity}} WHERE hour = {{Hour}};
        COMMIT;
        """);
}

public sealed class RefundRows_in_Sqlite : RefundRowsTests, IDisposable
{
    private readonly TempDirectory _directory = new();

    private protected override string Now => Milliseconds(Given.Now);

    private protected override string Hour => Milliseconds(Books.Hour(Given.Now));

    public void Dispose() => _directory.Dispose();

    private protected override SqlDatabase Create() => new SqliteDatabase(_directory.File("shop.db"));

    private protected override string ByHand(string corruption) => "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; " + corruption;

    private protected override DbConnection Connection() => new SqliteConnection($"Data Source={_directory.File("shop.db")};Pooling=False");

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}

public sealed class RefundRows_in_Postgres : RefundRowsTests, IAsyncLifetime
{
    private string _connectionString = "";

    private protected override string Now => $"'{Given.Now:O}'";

    private protected override string Hour => $"'{Books.Hour(Given.Now):O}'";

    public async ValueTask InitializeAsync() => _connectionString = await MigratedDatabase.Create();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private protected override SqlDatabase Create() => new PostgresDatabase(_connectionString);

    private protected override string ByHand(string corruption) =>
        "ALTER TABLE orders DROP CONSTRAINT orders_refunded_check; ALTER TABLE order_lines DROP CONSTRAINT order_lines_cancelled_check; " + corruption;

    private protected override DbConnection Connection() =>
        new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
}
