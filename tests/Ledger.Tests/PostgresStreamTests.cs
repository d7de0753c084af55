using Npgsql;

namespace ECommerce.Ledger.Tests;

// The payment stream of several processes on one database.
public sealed class PostgresStreamTests : PostgresTests
{
    [Fact]
    public async Task A_row_that_is_committed_late_with_a_lower_number_is_not_skipped()
    {
        await using var shop = await Opened();
        await using var slow = await Connect();
        await using var transaction = await slow.BeginTransactionAsync();

        // What a slow payment of mina's in another process does, beginning with the lock on her wallet.
        await Execute(slow, "SELECT 1 FROM wallets WHERE user_id = 'mina' FOR NO KEY UPDATE");
        await Execute(
            slow,
            """
            INSERT INTO payment_events (id, type, order_id, user_id, partition, at, data) VALUES ('late', 'completed', 'late', 'mina', 0, now(), '{}');
            INSERT INTO outbox (event_id, partition) VALUES ('late', 0);
            """);

        for (var i = 0; i < 30; i++)
        {
            await Pay(shop, "jun", "early" + i);
            var rows = await shop.Outbox.AllPending();
            Assert.Equal($"early{i}.completed", Assert.Single(rows).Event.Id);
            await shop.Outbox.Acknowledge(rows);
        }

        var next = Pay(shop, "mina", "next");
        Assert.Empty(await shop.Outbox.AllPending());
        await transaction.CommitAsync();
        await next;
        var mina = await shop.Outbox.AllPending();
        Assert.Equal([("late", 1), ("next.completed", 32)], mina.Select(row => (row.Event.Id, row.Number)));
        await shop.Outbox.Acknowledge(mina);
        var stream = await shop.Outbox.Stream(Given.Now);
        Assert.Equal((0, 32), (stream.Pending, stream.Published));
    }

    [Fact]
    public async Task Rows_that_two_acknowledge_at_once_count_once()
    {
        await using var one = await Opened();
        await using var other = new PostgresDatabase(ConnectionString);
        for (var i = 0; i < 20; i++)
        {
            await Pay(one, "user" + i, "o" + i);
        }

        var rows = await one.Outbox.AllPending();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? one : other).Outbox.Acknowledge([.. rows.Skip(i)])));
        Assert.Equal((0, 20), ((await one.Outbox.Stream(Given.Now)).Pending, (await one.Outbox.Stream(Given.Now)).Published));
    }

    [Fact]
    public async Task Payments_wait_for_nothing_that_the_stream_has_locked()
    {
        await using var shop = await Opened();
        await using var stream = await Connect();
        await using var transaction = await stream.BeginTransactionAsync();
        await Execute(stream, "UPDATE payment_partitions SET published = published; UPDATE payment_forwarders SET live_until = live_until; SELECT 1 FROM payment_replays FOR UPDATE");
        await Pay(shop, "jun", "first");
        await Execute(stream, "DELETE FROM outbox");
        await Pay(shop, "jun", "second");
        await transaction.CommitAsync();
        Assert.Equal("second.completed", Assert.Single(await shop.Outbox.AllPending()).Event.Id);
    }

    [Fact]
    public async Task Two_that_continue_a_replay_at_once_put_its_events_in_once()
    {
        await using var one = await Opened();
        await using var other = new PostgresDatabase(ConnectionString);
        await Pay(one, "jun", "o");
        await one.Outbox.Acknowledge(await one.Outbox.AllPending());
        await one.Outbox.Replay(Given.Now, Given.Now.AddDays(1));
        await other.Ledger.Open();

        // Both have read where the replay is before either of them goes on.
        await using var holder = await Connect();
        await using var transaction = await holder.BeginTransactionAsync();
        await Execute(holder, "SELECT 1 FROM payment_replays FOR UPDATE");
        var continuing = Task.WhenAll(one.Outbox.ContinueReplay(), other.Outbox.ContinueReplay());
        await Waiting(transactions: 2);
        await transaction.RollbackAsync();

        Assert.Single(await continuing, went => went);
        Assert.Single(await one.Outbox.AllPending());
    }

    [Fact]
    public async Task Owners_that_lease_acknowledge_park_and_replay_at_once_do_not_block_each_other()
    {
        await using var one = await Opened();
        await using var other = new PostgresDatabase(ConnectionString);
        for (var i = 0; i < 100; i++)
        {
            await Pay(one, "user" + i, "o" + i);
        }

        await one.Outbox.Replay(Given.Now, Given.Now.AddDays(1));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => Forward((i % 2 == 0 ? one : other).Outbox, "owner" + i))));
        while (await one.Outbox.ContinueReplay() || (await one.Outbox.AllPending()).Count > 0)
        {
            await one.Outbox.Acknowledge(await one.Outbox.AllPending());
        }

        var stream = await one.Outbox.Stream(Given.Now);
        Assert.Equal((0, 200), (stream.Pending, stream.Published + stream.Parked));
    }

    private static async Task Forward(IOutbox outbox, string owner)
    {
        for (var i = 0; i < 20; i++)
        {
            await outbox.Lease(owner, [.. Given.AllPartitions.Where(partition => partition % 3 != i % 3)]);
            await outbox.ContinueReplay();
            var rows = await outbox.Pending(Given.AllPartitions, 3);
            await outbox.Acknowledge([.. rows.Skip(1)]);
            await outbox.Park([.. rows.Take(1).Select(row => (row, "too large"))]);
        }

        await outbox.Release(owner);
    }

    private static async Task Pay(SqlDatabase shop, string user, string id)
    {
        var order = Given.Order(id, user);
        Assert.All(
            await shop.Ledger.Commit([Given.Charge("money of " + id, user), order.Placed(), order.Paid()]),
            verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));
    }
}
