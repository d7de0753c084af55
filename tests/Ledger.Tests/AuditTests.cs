namespace ECommerce.Ledger.Tests;

// What a hand changes in the rows is noticed by the audit, or said to be what it cannot notice.
public abstract class AuditTests
{
    private const string Mina = "user_id = 'mina'";

    // The rows of a table that are changed, one column at a time.
    private const int RowsOfTable = 7;

    // By table: the columns that name a row.
    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["wallets"] = ["user_id"],
        ["wallet_entries"] = ["id"],
        ["orders"] = ["id"],
        ["order_lines"] = ["order_id", "position"],
        ["refunds"] = ["id"],
        ["campaigns"] = ["id"],
        ["coupons"] = ["id"],
        ["products"] = ["id"],
        ["variants"] = ["sku"],
        ["stock_adjustments"] = ["id"],
        ["sales_hourly"] = ["product_id"],
        ["payment_events"] = ["id"],
        ["payment_partitions"] = ["partition"],
        ["payment_totals"] = ["id"],
        ["outbox"] = ["number"],
        ["parked_payments"] = ["number"],
        ["admin_log"] = ["number"],
        ["log_head"] = ["id"],
        ["admin_log_digests"] = ["number"],
    };

    // Changes that leave every sum right, or nearly.
    public static TheoryData<string, string> Attacks => new()
    {
        {
            $"UPDATE wallet_entries SET amount = amount + 9 WHERE id = 'first'; UPDATE wallet_entries SET balance = balance + 9 WHERE {Mina}; " +
            $"UPDATE orders SET balance = balance + 9 WHERE {Mina}; UPDATE wallets SET balance = balance + 9 WHERE {Mina}",
            AuditChecks.EntriesAreChained
        },
        { "DELETE FROM wallet_entries WHERE id = 'jun-1'; UPDATE wallets SET balance = 0 WHERE user_id = 'jun'", AuditChecks.EntriesAreChained },
        { "UPDATE wallet_entries SET hash = NULL WHERE id = 'pay_bought'", AuditChecks.EntriesAreChained },
        { "UPDATE wallet_entries SET balance = balance + 1 WHERE id = 'pay_bought'", AuditChecks.EntriesAreChained },
        { "UPDATE orders SET total = total + 1 WHERE id = 'bought'", AuditChecks.OrdersFollowFromLines },
        { "UPDATE orders SET discount = discount + 1, paid = paid - 1 WHERE id = 'bought'", AuditChecks.OrdersFollowFromLines },
        { "UPDATE orders SET paid = paid - 1 WHERE id = 'bought'", AuditChecks.OrdersFollowFromLines },
        {
            "UPDATE order_lines SET price = price + 1 WHERE order_id = 'bought' AND position = 1; UPDATE orders SET total = total + 1, discount = discount + 1 WHERE id = 'bought'",
            AuditChecks.OrdersFollowFromLines
        },
        { "UPDATE orders SET user_id = 'eve' WHERE id = 'bought'", AuditChecks.OrdersFollowFromLines },
        { "UPDATE coupons SET order_id = NULL, used_at = NULL", AuditChecks.OrdersFollowFromLines },
        { "UPDATE coupons SET user_id = 'eve' WHERE user_id = 'jun'", AuditChecks.CouponsBelongToTheirUsers },
        { "UPDATE payment_events SET data = '{}' WHERE id = 'bought.completed'", AuditChecks.OrdersFollowFromLines },
        { "UPDATE payment_events SET user_id = 'eve' WHERE id = 'whole.cancelled'", AuditChecks.RefundsFollowFromLines },
        { "DELETE FROM outbox WHERE number = (SELECT max(number) FROM outbox)", AuditChecks.EventsPublishedOrWaiting },
        { "UPDATE payment_partitions SET published = published + 1 WHERE partition = 3", AuditChecks.EventsPublishedOrWaiting },
        { "UPDATE variants SET product_id = 'hat' WHERE sku = 'coat-M'", AuditChecks.VariantsKeepTheirProducts },
        { "DELETE FROM order_lines WHERE order_id = 'open'", AuditChecks.OrdersFollowFromLines },
        { "DELETE FROM orders WHERE id = 'open'", AuditChecks.RowsHaveOwners },
        { "DELETE FROM admin_log WHERE number = (SELECT max(number) FROM admin_log)", AuditChecks.LogIsChained },
        { "DELETE FROM payment_totals", AuditChecks.EventsPublishedOrWaiting },
        {
            "UPDATE stock_adjustments SET delta = delta + 3, stock = stock + 3 WHERE id = 'more'; UPDATE variants SET stock = stock + 3 WHERE sku = 'coat-S'",
            AuditChecks.AdjustmentsLogged
        },
        { "DELETE FROM stock_adjustments WHERE id = 'more'; UPDATE variants SET stock = stock - 5 WHERE sku = 'coat-S'", AuditChecks.AdjustmentsLogged },
        {
            $"UPDATE wallets SET balance = balance + 7 WHERE {Mina}; INSERT INTO wallet_entries (id, user_id, kind, amount, balance, at) " +
            $"SELECT 'unlogged', user_id, 'adjustment', 7, balance, (SELECT max(at) FROM wallet_entries) FROM wallets WHERE {Mina}",
            AuditChecks.AdjustmentsLogged
        },
        { "UPDATE order_lines SET placed_at = NULL WHERE order_id = 'bought'", AuditChecks.OrdersFollowFromLines },
        { "UPDATE order_lines SET price = 9223372036854775807, quantity = 1 WHERE order_id = 'bought'", AuditChecks.OrdersFollowFromLines },
        { "UPDATE refunds SET items = 'null' WHERE order_id = 'parts'", AuditChecks.RefundsFollowFromLines },
        { "UPDATE admin_log SET hash = NULL WHERE number = (SELECT min(number) FROM admin_log)", AuditChecks.LogIsChained },
        { "UPDATE admin_log SET hash = NULL; UPDATE log_head SET hash = ''", AuditChecks.LogIsChained },
        { "DELETE FROM log_head", AuditChecks.LogIsChained },
        { "DELETE FROM admin_log_digests", AuditChecks.LogIsChained },
        { "DELETE FROM wallet_entries WHERE id = 'a-zoe'; UPDATE wallet_entries SET amount = balance WHERE kind = 'closing'", AuditChecks.EntriesAreChained },
        { "UPDATE orders SET paid = 0, total = 0 WHERE id = 'zoe'; UPDATE order_lines SET price = 0 WHERE order_id = 'zoe'", AuditChecks.ClosingsEqualOrders },
        { "DELETE FROM orders WHERE id = 'zoe'; DELETE FROM order_lines WHERE order_id = 'zoe'", AuditChecks.ClosingsEqualOrders },
        { "DELETE FROM outbox; DELETE FROM payment_events WHERE id = 'bought.completed'; UPDATE payment_totals SET removed = removed + 1", AuditChecks.PaidOrdersHaveOnePayment },
        { "UPDATE admin_log SET actor = 'eve' WHERE number = (SELECT min(number) FROM admin_log)", AuditChecks.LogIsChained },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task A_change_that_is_meant_to_go_unnoticed_is_noticed(string attack, string check)
    {
        await using var shop = await Filled();
        await shop.Run(attack);

        Assert.Contains(check, await shop.Wrong());
    }

    [Fact]
    public async Task Every_column_of_every_table_is_audited_or_listed_with_the_reason()
    {
        await using var shop = await Filled();
        var columns = (await shop.Rows(shop.Catalogue)).Where(row => !AuditBlindSpots.Tables.ContainsKey(row[0])).ToList();
        Assert.Empty(columns.Select(row => row[0]).Except(Keys.Keys));
        var unnoticed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (table, column, type) in columns.Select(row => (row[0], row[1], row[2])))
        {
            if (await GoesUnnoticed(shop, table, column, type))
            {
                unnoticed.Add($"{table}.{column}");
            }
        }

        Assert.Empty(await shop.Wrong());
        var listed = AuditBlindSpots.Columns.Keys.Where(name => columns.Exists(row => name == $"{row[0]}.{row[1]}")).ToList();
        Assert.True(unnoticed.SetEquals(listed), $"listed and noticed: {string.Join(' ', listed.Except(unnoticed))}; not listed: {string.Join(' ', unnoticed.Except(listed))}");
    }

    [Fact]
    public void What_cannot_be_noticed_is_told_to_operators()
    {
        var document = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "audit.md"));
        Assert.All(
            AuditBlindSpots.Tables.Concat(AuditBlindSpots.Columns),
            spot => Assert.Contains($"| `{spot.Key.ToLowerInvariant()}` | {spot.Value} |", document));
    }

    [Fact]
    public async Task A_failed_check_names_the_first_twenty_rows_and_says_how_many_there_are()
    {
        await using var shop = await Filled();
        await shop.Database.Ledger.Commit([.. Enumerable.Range(0, 25).Select(i => Given.Charge($"charge-{i:00}", $"user-{i:00}"))]);
        await shop.Run("UPDATE wallets SET balance = balance + 1 WHERE user_id LIKE 'user-%'");

        foreach (var name in (string[])[AuditChecks.WalletsEqualEntries, AuditChecks.EntriesAreChained])
        {
            var detail = (await shop.Database.Ledger.Audit()).Checks.Single(check => check.Name == name).Detail;
            Assert.Equal(20, detail.Split("user-").Length - 1);
            Assert.EndsWith(" and 5 more", detail);
        }
    }

    [Fact]
    public async Task An_audit_since_a_mark_goes_on_behind_it()
    {
        await using var shop = await Filled();
        var ledger = shop.Database.Ledger;
        var mark = AuditMark.Parse((await ledger.Audit()).Mark)!;
        await ledger.Commit([Given.Charge("late"), Given.Charge("later"), Given.Order("late").Bought()]);
        Assert.Equal(["entries_are_chained", "log_is_chained", "mark_is_reached", "orders_follow_from_lines_and_coupon", "refunds_follow_from_lines_and_discount"],
            (await ledger.Audit(mark)).Checks.Where(check => check.Ok).Select(check => check.Name).Order());

        await shop.Run("UPDATE wallet_entries SET amount = amount + 1 WHERE id = 'late'");
        Assert.Contains((await ledger.Audit(mark)).Checks, check => check is { Ok: false, Name: AuditChecks.EntriesAreChained, Detail: "wrong: late" or "wrong: late, later" });
        await shop.Run("UPDATE order_lines SET price = price + 1 WHERE order_id = 'late'");
        Assert.Contains((await ledger.Audit(mark)).Checks, check => check is { Ok: false, Name: AuditChecks.OrdersFollowFromLines, Detail: "wrong: late" });
    }

    [Fact]
    public async Task A_mark_that_the_books_have_not_reached_is_wrong()
    {
        await using var shop = await Filled();

        var audit = await shop.Database.Ledger.Audit(new(1_000_000, 0, 0, 1_000_000));

        Assert.Equal(new(AuditChecks.MarkIsReached, false, "wrong: wallet_entries, admin_log"), audit.Checks.Single(check => !check.Ok));
    }

    [Fact]
    public async Task An_entry_without_a_hash_as_a_program_of_the_version_before_writes_it_is_counted()
    {
        await using var shop = await Filled();
        await shop.Run(
            $"UPDATE wallets SET balance = balance + 7 WHERE {Mina}; INSERT INTO wallet_entries (id, user_id, kind, amount, balance, at) " +
            $"SELECT 'older', user_id, 'charge', 7, balance, (SELECT max(at) FROM wallet_entries) FROM wallets WHERE {Mina}");
        await shop.Database.Ledger.Commit([Given.Charge("newer")]);

        var audit = await shop.Database.Ledger.Audit();

        Assert.True(audit.Ok, string.Join("; ", audit.Checks.Where(check => !check.Ok)));
        Assert.EndsWith("1 of them without a hash", audit.Checks.Single(check => check.Name == AuditChecks.EntriesAreChained).Detail);
    }

    private protected abstract Task<AuditedShop> Create();

    private async Task<AuditedShop> Filled()
    {
        var shop = await Create();
        await shop.Fill();
        Assert.Empty(await shop.Wrong());
        return shop;
    }

    // Whether some row of the table can have another value in the column, or none.
    private static async Task<bool> GoesUnnoticed(AuditedShop shop, string table, string column, string type)
    {
        var keys = Keys[table].Select(key => $"CAST({key} AS text)").ToList();
        var rows = await shop.Rows($"SELECT {string.Join(", ", keys)} FROM {table} ORDER BY {string.Join(", ", Keys[table])} LIMIT {RowsOfTable}");
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            await shop.Run($"DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT * FROM {table}");
            var where = string.Join(" AND ", keys.Zip(row, (key, value) => $"{key} = '{value}'"));
            foreach (var change in (string[])[$"{shop.Another(column, type)} WHERE {where}", $"NULL WHERE {where} AND {column} IS NOT NULL"])
            {
                var changed = await shop.Changes($"UPDATE {table} SET {column} = {change}");
                var wrong = changed ? await shop.Wrong() : [];
                await shop.Run(shop.Restored(table));
                if (changed && wrong.Count == 0)
                {
                    return true;
                }
            }
        }

        return false;
    }
}

public sealed class Audit_on_Sqlite : AuditTests
{
    private protected override Task<AuditedShop> Create() => Task.FromResult(AuditedSqliteShop.Create());
}

public sealed class Audit_on_Postgres : AuditTests
{
    private protected override Task<AuditedShop> Create() => AuditedPostgresShop.Create();
}
