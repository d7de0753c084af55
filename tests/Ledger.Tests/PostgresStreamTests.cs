using Npgsql;

namespace ECommerce.Ledger.Tests;

// The payment stream of several processes on one database.
public sealed class PostgresStreamTests : PostgresTests
{
    [Fact]
    public async Task A_row_that_is_committed_late_with_a_lower_number_is_not_skipped()
    {
        await using var ledger = await Opened();
        await using var slow = await Connect();
        await using var transaction = await slow.BeginTransactionAsync();

        // What a payment of mina's does in another process, which takes its time: from the lock on the wallet on.
        await Execute(slow, "SELECT 1 FROM wallets WHERE user_id = 'mina' FOR NO KEY UPDATE");
        await Execute(
            slow,
            """
            INSERT INTO payment_events (id, type, order_id, user_id, partition, at, data) VALUES ('late', 'completed', 'late', 'mina', 0, now(), '{}');
            INSERT INTO outbox (event_id, partition) VALUES ('late', 0);
            """);

        for (var i = 0; i < 30; i++)
        {
            await Pay(ledger, "jun", "early" + i);
            var rows = await ledger.AllPending();
            Assert.Equal($"early{i}.completed", Assert.Single(rows).Event.Id);
            await ledger.Acknowledge(rows);
        }

        var next = Pay(ledger, "mina", "next");
        Assert.Empty(await ledger.AllPending());
        await transaction.CommitAsync();
        await next;
        var mina = await ledger.AllPending();
        Assert.Equal([("late", 1), ("next.completed", 32)], mina.Select(row => (row.Event.Id, row.Number)));
        await ledger.Acknowledge(mina);
        var stream = await ledger.Stream(Given.Now);
        Assert.Equal((0, 32), (stream.Pending, stream.Published));
    }

    private static async Task Pay(PostgresLedger ledger, string user, string id)
    {
        var order = Given.Order(id, user);
        Assert.All(
            await ledger.Commit([Given.Charge("money of " + id, user), order.Placed(), order.Paid()]),
            verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
