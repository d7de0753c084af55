using Npgsql;

namespace ECommerce.Load;

/// <summary>
/// How a plain server would do it: one transaction for each call. It keeps orders, their lines and statements of wallets as the shop does,
/// and leaves out tokens, idempotency, discounts, the payment stream and the figures of sales.
/// </summary>
internal interface IRival
{
    /// <summary>The coupon's id; null: there is none left, or the user has one.</summary>
    Task<string?> Claim(string campaign, string user);

    /// <summary>The order's id; null: no stock or no money.</summary>
    Task<string?> Buy(string user, string sku);
}

/// <summary>Locks the rows, looks at them, and writes.</summary>
internal sealed class RowLockRival(NpgsqlDataSource source) : IRival
{
    public async Task<string?> Claim(string campaign, string user)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (await connection.Scalar("SELECT quantity - issued FROM campaigns WHERE id = $1 FOR UPDATE", campaign) <= 0)
        {
            return null;
        }

        var id = $"{campaign}/{user}";
        await connection.Execute("INSERT INTO coupons VALUES ($1, $2, $3)", id, campaign, user);
        await connection.Execute("UPDATE campaigns SET issued = issued + 1 WHERE id = $1", campaign);
        await transaction.CommitAsync();
        return id;
    }

    public async Task<string?> Buy(string user, string sku)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (await connection.Scalar("SELECT left_over FROM wallets WHERE id = $1 FOR UPDATE", user) < 1
            || await connection.Scalar("SELECT left_over FROM stock WHERE id = $1 FOR UPDATE", sku) < 1)
        {
            return null;
        }

        var id = Some.Id("order");
        await connection.Execute("UPDATE wallets SET left_over = left_over - 1 WHERE id = $1", user);
        await connection.Execute("UPDATE stock SET left_over = left_over - 1 WHERE id = $1", sku);
        await connection.InsertOrder(id, user, sku);
        await transaction.CommitAsync();
        return id;
    }
}

/// <summary>Writes under a condition, and gives up when no row met it.</summary>
internal sealed class ConditionalUpdateRival(NpgsqlDataSource source) : IRival
{
    public async Task<string?> Claim(string campaign, string user)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = $"{campaign}/{user}";
        if (await connection.Execute("INSERT INTO coupons VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id, campaign, user) == 0
            || await connection.Execute("UPDATE campaigns SET issued = issued + 1 WHERE id = $1 AND issued < quantity", campaign) == 0)
        {
            return null;
        }

        await transaction.CommitAsync();
        return id;
    }

    public async Task<string?> Buy(string user, string sku)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = Some.Id("order");
        await connection.InsertOrder(id, user, sku);
        if (await connection.Execute("UPDATE wallets SET left_over = left_over - 1 WHERE id = $1 AND left_over >= 1", user) == 0
            || await connection.Execute("UPDATE stock SET left_over = left_over - 1 WHERE id = $1 AND left_over >= 1", sku) == 0)
        {
            return null;
        }

        await transaction.CommitAsync();
        return id;
    }
}

/// <summary>The tables of one of them.</summary>
internal sealed class RivalDatabase : IAsyncDisposable
{
    private RivalDatabase(NpgsqlDataSource source) => Source = source;

    public NpgsqlDataSource Source { get; }

    public static async Task<RivalDatabase> Create(string connectionString)
    {
        var database = new RivalDatabase(NpgsqlDataSource.Create(connectionString));
        await using var connection = await database.Source.OpenConnectionAsync();
        await connection.Execute("CREATE TABLE campaigns (id text PRIMARY KEY, quantity bigint NOT NULL, issued bigint NOT NULL)");
        await connection.Execute("""CREATE TABLE coupons (id text PRIMARY KEY, campaign text NOT NULL, "user" text NOT NULL, UNIQUE (campaign, "user"))""");
        await connection.Execute("CREATE TABLE wallets (id text PRIMARY KEY, left_over bigint NOT NULL)");
        await connection.Execute("CREATE TABLE stock (id text PRIMARY KEY, left_over bigint NOT NULL)");
        await connection.Execute("""CREATE TABLE orders (id text PRIMARY KEY, "user" text NOT NULL, paid bigint NOT NULL)""");
        await connection.Execute("CREATE TABLE order_lines (order_id text REFERENCES orders, sku text, quantity bigint NOT NULL, PRIMARY KEY (order_id, sku))");
        await connection.Execute("CREATE TABLE wallet_entries (order_id text PRIMARY KEY REFERENCES orders, wallet text NOT NULL REFERENCES wallets, amount bigint NOT NULL)");
        return database;
    }

    public async Task<int> Open(string campaign, long quantity)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await connection.Execute("INSERT INTO campaigns VALUES ($1, $2, 0)", campaign, quantity);
    }

    public async Task<long> Issued(string campaign)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await connection.Scalar("SELECT issued FROM campaigns WHERE id = $1", campaign);
    }

    public async Task<int> Fill(string table, string[] ids, long each)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await connection.Execute($"INSERT INTO {table} SELECT unnest($1), $2", ids, each);
    }

    public async Task<long> Sum(string table, string[] ids)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await connection.Scalar($"SELECT coalesce(sum(left_over), 0)::bigint FROM {table} WHERE id = ANY ($1)", [ids]);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}

/// <summary>A statement in a line.</summary>
internal static class Statements
{
    /// <summary>An order, its line, and the line of the user's statement.</summary>
    public static async Task InsertOrder(this NpgsqlConnection connection, string id, string user, string sku)
    {
        await connection.Execute("INSERT INTO orders VALUES ($1, $2, 1)", id, user);
        await connection.Execute("INSERT INTO order_lines VALUES ($1, $2, 1)", id, sku);
        await connection.Execute("INSERT INTO wallet_entries VALUES ($1, $2, -1)", id, user);
    }

    public static async Task<int> Execute(this NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = Of(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<long> Scalar(this NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = Of(connection, sql, values);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static NpgsqlCommand Of(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
