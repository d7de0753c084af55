using System.Diagnostics;
using ECommerce.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

public sealed class PostgresConnectionTests : PostgresTests
{
    private const int Pool = 32;

    // The driver gives up a statement after ten seconds, and the connection two seconds later.
    private static readonly TimeSpan Sooner = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_whose_other_end_is_gone_is_given_up_although_the_database_answers(bool isCart)
    {
        await using var direct = await Opened();
        await using var proxy = new TcpProxy(new NpgsqlConnectionStringBuilder(ConnectionString).Port);
        await using var pool = PostgresConnections.Create(Behind(proxy));
        await using var database = new PostgresDatabase(pool, Behind(proxy));
        Task Ask() => isCart ? database.Guard(() => Select(pool, "SELECT 1")) : database.Ledger.Balance("mina");
        await Ask();
        proxy.Abandon();
        var began = Stopwatch.StartNew();

        await Assert.ThrowsAsync<LedgerUnavailableException>(Ask);
        Assert.True(began.Elapsed < Sooner, $"It took {began.Elapsed}.");

        began.Restart();
        await Ask();
        await database.Ledger.Commit([Given.Charge("a")]);
        Assert.True(began.Elapsed < Sooner, $"It took {began.Elapsed}.");
    }

    [Fact]
    public async Task While_all_connections_of_a_pool_are_in_use_by_slow_calls_all_of_them_are_waited_for()
    {
        await using var pool = PostgresConnections.Create(ConnectionString);
        await using var database = new PostgresDatabase(pool, ConnectionString);
        await database.Ledger.Open();
        var slow = Enumerable.Range(0, Pool).Select(_ => database.Guard(() => Select(pool, "SELECT pg_sleep(3)"))).ToList();

        // It waits for a connection.
        Assert.Equal(0, await database.Ledger.Balance("mina"));

        await Task.WhenAll(slow);
        Assert.False(database.Circuit.IsOpen);
    }

    // A pool is disposed when it is replaced, and may have been taken just before.
    [Fact]
    public async Task A_pool_that_is_gone_when_it_is_asked_for_a_connection_makes_the_ledger_unavailable()
    {
        await using var pool = PostgresConnections.Create(ConnectionString);
        await using var database = new PostgresDatabase(pool, ConnectionString);
        await database.Ledger.Open();
        await pool.DisposeAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => database.Ledger.Balance("mina"));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => database.Ledger.Commit([Given.Charge("a")]));
    }

    private static async Task Select(PostgresPool pool, string sql)
    {
        await using var connection = await pool.OpenConnectionAsync();
        await Execute(connection, sql);
    }

    private string Behind(TcpProxy proxy) => new NpgsqlConnectionStringBuilder(ConnectionString) { Port = proxy.Port }.ConnectionString;
}
