using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// What removes rows meets others who hold locks.
public sealed class PostgresRetentionTests : PostgresTests
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(30);
    private static readonly RetentionAges Never = new(null, null, null, null);
    private static readonly DateTimeOffset Old = Given.Now.AddDays(-400);

    [Fact]
    public async Task Events_of_a_replay_that_is_being_added_are_not_removed_by_a_run_that_waited_for_it()
    {
        await using var database = await Filled(ConnectionString);
        var outbox = database.Outbox;

        // The replay has written its row, and waits for the end of the log before it commits.
        await using var other = await Connect();
        await using var transaction = await other.BeginTransactionAsync();
        await Execute(other, "SELECT hash FROM log_head FOR UPDATE");
        var adding = outbox.Replay(Old.AddDays(-1), Given.Now, Given.Act("payments.replay"));
        await Waiting();
        var removing = database.Retention.Run(Never with { PaymentEvents = Age }, "me", () => Task.CompletedTask);
        await Waiting(2);
        await transaction.RollbackAsync();

        Assert.Equal(1, await adding);
        Assert.Equal(0, (await removing).All);
        Assert.True(await outbox.ContinueReplay());
        Assert.Equal("old.completed", Assert.Single(await outbox.AllPending()).Event.Id);
    }

    [Fact]
    public async Task A_row_that_somebody_keeps_locked_holds_up_no_other_kind()
    {
        await using var database = await Filled(Impatient);
        await using var other = await Connect();
        await using var transaction = await other.BeginTransactionAsync();
        await Execute(other, "SELECT id FROM orders WHERE id = 'open' FOR UPDATE");

        var held = await Run(database);
        Assert.Equal((0, 1, 1), (held.UnpaidOrders, held.PaymentEvents, held.WalletEntries));
        Assert.NotNull(held.Later);

        await transaction.RollbackAsync();
        Assert.Equal(new(1, 0, 0, 0), await Run(database));
    }

    // Gives up a lock soon.
    private string Impatient => new NpgsqlConnectionStringBuilder(ConnectionString) { Options = "-c lock_timeout=500ms" }.ConnectionString;

    private static Task<RetentionResult> Run(PostgresDatabase database) => database.Retention.Run(new(Age, Age, Age, Age), "me", () => Task.CompletedTask);

    // Of zoe an order that was never paid, and one that was paid, both long ago. All events are published.
    private static async Task<PostgresDatabase> Filled(string connectionString)
    {
        var database = new PostgresDatabase(connectionString, new FakeTimeProvider(Given.Now));
        await database.Ledger.Shop();
        var verdicts = await database.Ledger.Commit(
            [Given.Charge("zoe-1", "zoe") with { At = Old }, Order("open").Placed(), Order("old").Bought(), Given.Order("young").Bought()]);
        Assert.All(verdicts, verdict => Assert.Equal(VerdictKind.Committed, verdict.Kind));
        await database.Outbox.Acknowledge(await database.Outbox.AllPending());
        return database;
    }

    private static Order Order(string id) => Given.Order(id, "zoe") with { PlacedAt = Old, ExpiresAt = Old + Bounds.OrderAge };
}
