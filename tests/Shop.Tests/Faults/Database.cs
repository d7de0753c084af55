using System.Diagnostics;
using Npgsql;

namespace ECommerce.ShopTests.Faults;

/// <summary>Somebody else at the shop's database, and how long the shop's answers take meanwhile.</summary>
internal static class Database
{
    /// <summary>
    /// A caller is to be answered within two seconds. On a machine that is busy with other tests it takes longer, but not as long as a
    /// caller waits who is kept waiting.
    /// </summary>
    public static readonly TimeSpan InTime = TimeSpan.FromSeconds(9);

    /// <summary>A shop is itself again within this.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    /// <summary>A session of its own.</summary>
    public static async Task<NpgsqlConnection> Connect(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>A session that keeps what this statement locks until it is disposed.</summary>
    public static async Task<NpgsqlConnection> Lock(string connectionString, string sql)
    {
        var connection = await Connect(connectionString);
        await Run(connection, "BEGIN");
        await Run(connection, sql);
        return connection;
    }

    /// <summary>Runs statements in a session.</summary>
    public static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs statements in a session of their own.</summary>
    public static async Task Run(string connectionString, params string[] statements)
    {
        await using var connection = await Connect(connectionString);
        foreach (var sql in statements)
        {
            await Run(connection, sql);
        }
    }

    /// <summary>An answer, and after what time it came.</summary>
    public static async Task<(Answer Answer, TimeSpan After)> Timed(Func<Task<Answer>> call)
    {
        var clock = Stopwatch.StartNew();
        return (await call(), clock.Elapsed);
    }

    /// <summary>An answer that came in time.</summary>
    public static async Task<Answer> AnsweredInTime(this Func<Task<Answer>> call, ITestOutputHelper output, string what)
    {
        var (answer, after) = await Timed(call);
        output.WriteLine($"{what}: {answer.Status} after {after.TotalSeconds:0.00} s");
        Assert.True(after < InTime, $"{what} took {after.TotalSeconds:0.00} s: {answer}");
        return answer;
    }

    /// <summary>What /readyz says of a dependency; null: nothing is wrong with it.</summary>
    public static string? Problem(this Answer ready, string dependency) => ready["dependencies"].EnumerateArray()
        .Single(found => found.GetProperty("name").GetString() == dependency)
        .TryGetProperty("problem", out var problem) ? problem.GetString() : null;
}
