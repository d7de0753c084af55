using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;

namespace ECommerce.Load;

/// <summary>What a long history costs: orders of a year that nobody bought are written into the ledger, as if older programs had; then the shop is measured.</summary>
internal static class History
{
    private const long Price = 1_000;
    private const int OrdersOfUser = 100;
    private const int Starts = 3;
    private const int Skus = 100;
    private static readonly TimeSpan Audited = TimeSpan.FromMinutes(10);

    /// <summary>Measures a start, a checkout and audits of a shop on PostgreSQL with so many orders; says the figures.</summary>
    public static async Task Measure(int orders, Pace pace, IProgress<string> figures)
    {
        await using var server = await PostgresServer.StartPrivate(durable: true) ?? throw new InvalidOperationException(PostgresServer.SkipReason);
        await using var shop = await ShopTarget.Start("shop", new(server, IsCluster: false, Program: null, ShopForm.AsItIs));
        var clock = Stopwatch.StartNew();
        await Fill(shop, orders);
        var (written, size) = (clock.Elapsed, await Size(shop));
        figures.Report(string.Create(CultureInfo.InvariantCulture, $"{orders} orders: written in {written.TotalSeconds:0} s, {size} MiB"));

        var starts = new List<TimeSpan>();
        for (var i = 0; i < Starts; i++)
        {
            await shop.Restart();
            starts.Add(shop.Frontends[0].StartupTime);
        }

        figures.Report(string.Create(CultureInfo.InvariantCulture, $"start: {starts.Order().ElementAt(Starts / 2).TotalSeconds:0.00} s until it is ready"));
        foreach (var purchase in (Purchase[])[Purchase.Checkout, Purchase.Buy])
        {
            var workload = new PurchaseLoad(shop, purchase, pace.Connections * 8, Skus, skew: 0);
            await workload.Prepare();
            var rounds = new List<Recording>();
            for (var round = 0; round < pace.WarmRounds + pace.Rounds; round++)
            {
                var recording = await ClosedLoop.Run(workload, pace.Connections, pace.Length);
                await workload.Check(recording);
                rounds.Add(recording);
            }

            var median = rounds.Skip(pace.WarmRounds).OrderBy(round => round.PerSecond).ElementAt(pace.Rounds / 2);
            figures.Report(string.Create(CultureInfo.InvariantCulture, $"{purchase}: {median.PerSecond:0} /s, half within {median.Within(0.5):0.0} ms, 99 % within {median.Within(0.99):0.0} ms"));
            await shop.Rest();
        }

        var whole = await Audit(shop, "", figures);
        await Audit(shop, "?since=" + whole, figures);
    }

    // How long one takes; its mark.
    private static async Task<string> Audit(ShopTarget shop, string query, IProgress<string> figures)
    {
        using var client = new HttpClient { BaseAddress = shop.Frontends[0].Address, Timeout = Audited };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SignedToken.For("operator", admin: true));
        var clock = Stopwatch.StartNew();
        using var answer = await client.GetAsync("/v1/admin/audit" + query);
        var text = await answer.Content.ReadAsStringAsync();
        var took = clock.Elapsed;
        if (!answer.IsSuccessStatusCode || !JsonDocument.Parse(text).RootElement.GetProperty("ok").GetBoolean())
        {
            throw new WrongBooksException($"{shop.Name}: the audit is not right: {text}");
        }

        figures.Report(string.Create(CultureInfo.InvariantCulture, $"audit{(query.Length == 0 ? "" : " of what is new")}: {took.TotalSeconds:0.0} s"));
        return JsonDocument.Parse(text).RootElement.GetProperty("mark").GetString()!;
    }

    // Entries from before the chain have no hash, so that all can be written at once; balances follow from each other, and events say what orders say.
    private static async Task Fill(ShopTarget shop, int orders)
    {
        var users = Math.Max(1, orders / OrdersOfUser);
        var product = await shop.Shop.Sells(Some.Product() with { Price = Price, Stock = orders });
        var most = (orders + users - 1) / users * Price;
        await Run(shop,
            $$"""
            CREATE UNLOGGED TABLE history AS
            SELECT i, 'ord_' || md5(i::text) AS id, 'history-' || i % {{users}} AS user_id, {{most}} - (i / {{users}} + 1) * {{Price}} AS balance,
                date_trunc('milliseconds', now() - interval '300 days' + i * interval '299 days' / {{orders}}) AS at
            FROM generate_series(0, {{orders - 1}}) AS i;
            INSERT INTO wallets (user_id, balance) SELECT user_id, min(balance) FROM history GROUP BY user_id;
            INSERT INTO wallet_entries (id, user_id, kind, amount, balance, at)
            SELECT 'chg_' || user_id, user_id, 'charge', {{most}}, {{most}}, min(at) FROM history GROUP BY user_id;
            INSERT INTO wallet_entries (id, user_id, kind, amount, balance, order_id, at)
            SELECT 'pay_' || id, user_id, 'payment', -{{Price}}, balance, id, at FROM history ORDER BY i;
            INSERT INTO orders (id, user_id, state, total, fingerprint, from_cart, placed_at, expires_at, discount, paid, balance, paid_at)
            SELECT id, user_id, 'paid', {{Price}}, 'history', FALSE, at, at + interval '30 minutes', 0, {{Price}}, balance, at FROM history ORDER BY i;
            INSERT INTO order_lines (order_id, position, sku, product_id, name, options, quantity, price, placed_at)
            SELECT history.id, 0, v.sku, v.product_id, p.name, v.options, 1, {{Price}}, at
            FROM history, variants v JOIN products p ON p.id = v.product_id WHERE v.sku = '{{product.Sku}}' ORDER BY i;
            INSERT INTO payment_events (id, type, order_id, user_id, partition, at, data)
            SELECT history.id || '.completed', 'completed', history.id, user_id, get_byte(sha256(user_id::bytea), 3) & 15, at,
                ('{"orderId":"' || history.id || '","userId":"' || user_id || '","items":[{"sku":"' || v.sku || '","productId":"' || v.product_id || '","name":"' || p.name
                    || '","options":' || v.options || ',"quantity":1,"price":{{Price}}}],"total":{{Price}},"discount":0,"paid":{{Price}},"paidAt":"'
                    || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"}')::json
            FROM history, variants v JOIN products p ON p.id = v.product_id WHERE v.sku = '{{product.Sku}}' ORDER BY i;
            UPDATE payment_partitions SET published = published + {{orders}} WHERE partition = 0;
            UPDATE variants SET stock = stock - {{orders}} WHERE sku = '{{product.Sku}}';
            INSERT INTO sales_hourly (hour, product_id, units) SELECT date_trunc('hour', at, 'UTC'), '{{product.Id}}', count(*) FROM history GROUP BY 1;
            DROP TABLE history;
            """);
        await Run(shop, "VACUUM (ANALYZE)");
    }

    private static async Task<long> Size(ShopTarget shop)
    {
        await using var connection = await Opened(shop);
        await using var command = new NpgsqlCommand("SELECT pg_database_size(current_database()) >> 20", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Run(ShopTarget shop, string sql)
    {
        await using var connection = await Opened(shop);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> Opened(ShopTarget shop)
    {
        var connection = new NpgsqlConnection(shop.Frontends[0].Postgres + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
