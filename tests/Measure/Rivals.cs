using System.Diagnostics;
using Npgsql;

namespace ECommerce.Measure;

/// <summary>What the shop is compared with, in a process of its own: a row lock for each claim, and nothing at all.</summary>
internal static class Rivals
{
    public static Process Start(string database, int bodySize, out Uri address)
    {
        var port = FreePort.Next();
        address = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("dotnet", [typeof(Rivals).Assembly.Location, "serve", $"{port}", database, $"{bodySize}"]);
        return Process.Start(start)!;
    }

    public static async Task Serve(int port, string database, int bodySize)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using (var create = source.CreateCommand(
            """
            CREATE TABLE campaigns (id text PRIMARY KEY, quantity bigint NOT NULL, issued bigint NOT NULL);
            CREATE TABLE coupons (id text PRIMARY KEY, campaign text NOT NULL, "user" text NOT NULL, UNIQUE (campaign, "user"));
            """))
        {
            await create.ExecuteNonQueryAsync();
        }

        var body = new string('x', bodySize);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapPost("/empty", () => Results.Text(body, statusCode: 201));
        app.MapPut("/rows/{campaign}", async (string campaign) =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await Execute(connection, "INSERT INTO campaigns VALUES ($1, 10000000, 0)", campaign);
        });
        app.MapPost("/rows/{campaign}", async (string campaign, HttpRequest request) =>
            await Claim(source, campaign, request.Headers["X-User"].ToString())
                ? Results.Text(body, statusCode: 201)
                : Results.StatusCode(409));
        await app.RunAsync();
    }

    private static async Task<bool> Claim(NpgsqlDataSource source, string campaign, string user)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var select = new NpgsqlCommand("SELECT quantity - issued FROM campaigns WHERE id = $1 FOR UPDATE", connection);
        select.Parameters.Add(new NpgsqlParameter { Value = campaign });
        if ((long)(await select.ExecuteScalarAsync())! <= 0)
        {
            return false;
        }

        await Execute(connection, "INSERT INTO coupons VALUES ($1, $2, $3)", $"{campaign}/{user}", campaign, user);
        await Execute(connection, "UPDATE campaigns SET issued = issued + 1 WHERE id = $1", campaign);
        await transaction.CommitAsync();
        return true;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
