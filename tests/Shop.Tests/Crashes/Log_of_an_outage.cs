using Npgsql;

namespace ECommerce.ShopTests.Crashes;

/// <summary>An outage fails every call, and must not fill the disk with what the first line said.</summary>
public sealed class Log_of_an_outage(ITestOutputHelper output)
{
    private const int Calls = 1_000;

    // Lines a kind and ten seconds, on a machine that needs minutes for the calls; without a bound there are as many as calls.
    private const int MostEntries = 60;

    [Fact]
    public async Task A_thousand_calls_while_the_database_is_away_leave_a_handful_of_entries_and_the_first_is_complete()
    {
        await using var server = await Server();
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, Postgres = await server.NewDatabase() });
        var shop = new Shop([process.Http], signed: true);
        var user = await shop.NewUser(balance: 1_000);
        var before = process.Log.Length;
        await server.Stop();

        await Fail(() => user.Charge(1_000), 503);

        Judge(process.Log[before..], "A dependency is away: ", "UnavailableException");
    }

    [Fact]
    public async Task A_thousand_calls_that_meet_a_bug_leave_a_handful_of_entries_and_the_first_is_complete()
    {
        await using var server = await Server();
        var database = await server.NewDatabase();
        await using var process = await ShopProcess.Start(new ShopSettings { SigningKey = true, Postgres = database });
        var user = await new Shop([process.Http], signed: true).NewUser(balance: 1_000);
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("ALTER TABLE orders RENAME TO elsewhere", connection);
        await command.ExecuteNonQueryAsync();
        var before = process.Log.Length;

        await Fail(() => user.Orders(), 500);

        Judge(process.Log[before..], "A request failed: HTTP: GET /v1/orders", "PostgresException");
    }

    private static async Task<PostgresServer> Server()
    {
        PostgresServer.RequirePostgres();
        var server = await PostgresServer.StartPrivate();
        Assert.SkipWhen(server is null, "TEST_POSTGRES names a server that is not ours to break.");
        return server!;
    }

    // Sent at once only as far as none of them is refused for being too many.
    private static Task Fail(Func<Task<Answer>> call, int status) => Parallel.ForAsync(
        0, Calls, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) => (await call()).Expect(status));

    private void Judge(string log, string line, string exception)
    {
        var lines = log.Split('\n');
        var entries = lines.Count(it => it.StartsWith("warn:") || it.StartsWith("fail:") || it.StartsWith("crit:"));
        var first = log[log.IndexOf(line, StringComparison.Ordinal)..];
        output.WriteLine($"{Calls} calls left {entries} entries of {lines.Length} lines.\n{log}");
        Assert.InRange(entries, 1, MostEntries);
        Assert.Contains("(0 more ", first.Split('\n')[0]);
        Assert.Contains(exception, first);
        Assert.Contains("   at ", first);
    }
}
