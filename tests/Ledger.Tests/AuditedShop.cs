using System.Data.Common;
using ECommerce.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// A database with rows in every table that the audit looks at, and a hand that changes them past all triggers and references.
internal abstract class AuditedShop : IAsyncDisposable
{
    private DbConnection? _hand;

    public required SqlDatabase Database { get; init; }

    public async Task Fill()
    {
        var ledger = Database.Ledger;
        var coupon = Ids.Coupon("spring", "mina");
        var bought = Given.Order("bought", lines: [Given.Line("coat-S", 3), Given.Line("coat-M", 1)]);
        var parts = Given.Order("parts", lines: [Given.Line("coat-S", 2)]);
        var (whole, unpaid) = (Given.Order("whole"), Given.Order("unpaid"));
        using var span = Given.Span();
        var old = Given.Now.AddDays(-400);
        Order Older(string id) => Given.Order(id, "zoe") with { PlacedAt = old, ExpiresAt = old + GrainInterfaces.Bounds.OrderAge };
        var verdicts = await ledger.Commit(
        [
            Given.SavedProduct(stock: 100) with { By = Given.Act("product.save") }, Given.SavedProduct("hat") with { By = Given.Act("product.save") },
            Given.Charge("a-zoe", "zoe") with { At = old }, Older("zoe").Bought(), Older("zoe-open").Placed(),
            Given.SavedCampaign(quantity: 50) with { By = Given.Act("campaign.save") with { At = old } },
            Given.SavedCampaign() with { By = Given.Act("campaign.save") }, Given.Charge("first"), Given.Claim(), Given.Gift("jun"), Given.Charge("jun-1", "jun"),
            new StockAdjusted("more", "coat-S", 5, Given.Now) { By = Given.Act("stock.adjust") },
            bought.Bought(coupon, 400), parts.Bought(), whole.Bought() with { Span = span }, unpaid.Placed(), Given.Order("open").Placed(),
            parts.TakenBack("r1", ("coat-S", 1)), whole.Cancelled(reason: "Too dear."), unpaid.Cancelled(reason: "Too late."),
            Given.Adjustment("given", 500),
        ]);
        Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));

        var outbox = Database.Outbox;
        await outbox.Lease("me", Given.AllPartitions);
        var rows = await outbox.AllPending();
        await outbox.Acknowledge([rows[0]]);
        await outbox.Park([(rows[1], "too large")]);
        await outbox.Replay(Given.Now.AddDays(-1), Given.Now.AddDays(1), Given.Act("payments.replay"));
        Assert.True(await outbox.ContinueReplay());

        var age = TimeSpan.FromDays(30);
        Assert.Equal(new(1, 1, 1, 1), await Database.Retention.Run(new(age, age, age, age), "me", () => Task.CompletedTask));
    }

    public async Task<IReadOnlyList<string>> Wrong() =>
        [.. (await Database.Ledger.Audit()).Checks.Where(check => !check.Ok).Select(check => check.Name)];

    // False: the database refuses it, or it is so already.
    public async Task<bool> Changes(string sql)
    {
        try
        {
            return await Run(sql) > 0;
        }
        catch (DbException)
        {
            return false;
        }
    }

    // Returns how many rows changed.
    public async Task<int> Run(string sql)
    {
        await using var command = (await Hand()).CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    // The first columns of the rows, as text.
    public async Task<List<string[]>> Rows(string sql)
    {
        await using var command = (await Hand()).CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : Convert.ToString(reader.GetValue(column))!)]);
        }

        return rows;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_hand is not null)
        {
            await _hand.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    // Columns of all tables: table, column, type.
    public abstract string Catalogue { get; }

    // Puts the rows of a table "kept" back into a table.
    public abstract string Restored(string table);

    // Another value of a column of that type.
    public abstract string Another(string column, string type);

    protected abstract DbConnection Connection();

    // Once, on its connection.
    protected abstract Task Prepare();

    private async Task<DbConnection> Hand()
    {
        if (_hand is null)
        {
            _hand = Connection();
            await _hand.OpenAsync();
            await Prepare();
        }

        return _hand;
    }

    // So far that no other row has it, or that rows lie in between.
    protected static string Step(string column) => column is "number" or "ordinal" or "position" or "partition" or "began" ? "1000000" : "1";
}

internal sealed class AuditedSqliteShop : AuditedShop
{
    private static readonly string[] Flags = ["from_cart", "taken_from_cart", "is_sold", "is_whole", "paused", "going_back"];

    private static readonly string[] Json = ["options", "items", "data", "before", "after", "tags", "images"];

    public required TempDirectory Directory { get; init; }

    public override string Catalogue =>
        "SELECT t.name, c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'kept'";

    public static AuditedShop Create()
    {
        var directory = new TempDirectory();
        return new AuditedSqliteShop { Directory = directory, Database = new SqliteDatabase(directory.File("shop.db"), new FakeTimeProvider(Given.Now)) };
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Dispose();
    }

    public override string Restored(string table) => $"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept";

    public override string Another(string column, string type) => type switch
    {
        "INTEGER" when Flags.Contains(column) => $"NOT {column}",
        "INTEGER" => $"coalesce({column}, 0) + {Step(column)}",
        "BLOB" => "x'01'",
        _ when Json.Contains(column) => "'{\"x\":\"1\"}'",
        _ => $"coalesce({column}, '') || '~'",
    };

    protected override DbConnection Connection() => new SqliteConnection($"Data Source={Directory.File("shop.db")};Pooling=False");

    protected override async Task Prepare()
    {
        await Run("PRAGMA foreign_keys = OFF");
        foreach (var trigger in await Rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        {
            await Run($"DROP TRIGGER {trigger[0]}");
        }
    }
}

internal sealed class AuditedPostgresShop : AuditedShop
{
    public required string ConnectionString { get; init; }

    public override string Catalogue =>
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'kept'";

    public static async Task<AuditedShop> Create()
    {
        var connectionString = await MigratedDatabase.Create();
        return new AuditedPostgresShop { ConnectionString = connectionString, Database = new PostgresDatabase(connectionString, new FakeTimeProvider(Given.Now)) };
    }

    public override string Restored(string table) => $"DELETE FROM {table}; INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept";

    public override string Another(string column, string type) => type switch
    {
        "bigint" => $"coalesce({column}, 0) + {Step(column)}",
        "boolean" => $"NOT {column}",
        "timestamp with time zone" => $"coalesce({column}, now()) + interval '1 hour'",
        "json" => "'{\"x\":\"1\"}'",
        "bytea" => $"coalesce({column}, '') || '\\x01'::bytea",
        "xid8" => "'1'::xid8",
        _ => $"coalesce({column}, '') || '~'",
    };

    protected override DbConnection Connection() =>
        new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);

    protected override async Task Prepare()
    {
        await Run("SET session_replication_role = replica");
        foreach (var identity in await Rows("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'"))
        {
            await Run($"ALTER TABLE {identity[0]} ALTER {identity[1]} SET GENERATED BY DEFAULT");
        }
    }
}
