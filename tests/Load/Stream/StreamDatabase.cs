using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ECommerce.Load;

/// <summary>The tables of the payment stream, behind the shop's back.</summary>
internal sealed class StreamDatabase(ShopProcess shop) : IAsyncDisposable
{
    private CancellationTokenSource _aside = new();
    private Task _standing = Task.CompletedTask;

    private bool IsPostgres => shop.Postgres is not null;

    /// <summary>True: the shop may publish nothing, as if another process had all partitions; it says every second that it lives.</summary>
    public async Task Stand(bool aside)
    {
        await _aside.CancelAsync();
        await _standing;
        _aside = new();
        if (aside)
        {
            await Own();
            _standing = Standing(_aside.Token);
        }
        else
        {
            await Run("UPDATE payment_partitions SET owner = NULL, owned_until = NULL WHERE owner = 'measure'");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _aside.CancelAsync();
        await _standing;
    }

    /// <summary>Payments of a thousand users that nobody made.</summary>
    public async Task Fill(int events)
    {
        const string data =
            """{"orderId":"ord_0123456789abcdef","userId":"user-0123456789ab","items":[{"sku":"shirt-0123456789-Black","productId":"shirt-0123456789","name":"Linen shirt","options":{"Color":"Black"},"quantity":1,"price":10000}],"total":10000,"discount":0,"paid":10000,"paidAt":"2026-01-01T00:00:00.000Z"}""";
        var series = IsPostgres
            ? $"SELECT i, md5(i::text) AS h FROM generate_series(1, {events}) AS i"
            : $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {events}) SELECT i, lower(hex(randomblob(16))) AS h FROM n";
        var at = IsPostgres ? "now()" : $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";
        await Run(
            $"INSERT INTO payment_events (id, type, order_id, user_id, partition, at, data) SELECT h || '.completed', 'completed', h, 'user-' || (i % 1000), i % 16, {at}, '{data}' FROM ({series}) AS s;" +
            "INSERT INTO outbox (event_id, partition) SELECT id, partition FROM payment_events ORDER BY number");
    }

    public async Task<long> Waiting()
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM outbox";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Standing(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Own();
        }
    }

    private Task Own() => Run("UPDATE payment_partitions SET owner = 'measure', owned_until = "
        + (IsPostgres ? "clock_timestamp() + interval '5 seconds'" : $"{DateTimeOffset.UtcNow.AddSeconds(5).ToUnixTimeMilliseconds()}"));

    private async Task Run(string sql)
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<DbConnection> Open()
    {
        DbConnection connection = shop.Postgres is { } postgres ? new NpgsqlConnection(postgres) : new SqliteConnection($"Data Source={shop.SqliteFile}");
        await connection.OpenAsync();
        return connection;
    }
}
