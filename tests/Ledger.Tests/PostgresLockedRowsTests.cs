using System.Diagnostics;
using ECommerce.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

// Somebody else keeps a row or a table locked: what needs it waits in vain, and nobody else does.
public sealed class PostgresLockedRowsTests : PostgresTests
{
    // Half a second is what the program itself sets.
    private string Impatient => new NpgsqlConnectionStringBuilder(ConnectionString) { Options = null }.ConnectionString;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_that_needs_a_locked_row_is_told_apart_and_the_others_are_committed(bool waits)
    {
        await using var database = await Opened(Impatient);
        var ledger = database.Ledger;
        await ledger.Commit([Given.Charge("first", "jun", 10_000), Given.Order("sold").Placed(), Given.SavedProduct("hat")]);
        await using var lockedWallet = await Locked("SELECT FROM wallets WHERE user_id = 'jun' FOR UPDATE");
        await using var lockedVariant = await Locked("SELECT FROM variants WHERE sku = 'hat-S' FOR UPDATE");
        await using var lockedCampaign = await Locked("SELECT FROM campaigns WHERE id = 'spring' FOR UPDATE");

        var verdicts = await ledger.Commit(
            [
                Given.Charge("a", "mina"), Given.Charge("b", "jun"), Given.Order("sold").Paid(), Given.Order("hats", lines: Given.Line("hat-S")).Bought(),
                Given.Claim("kim"), Given.SavedCampaign("autumn"),
            ],
            waits);

        Assert.Equal(
            [
                VerdictKind.Committed, VerdictKind.Locked, VerdictKind.Committed, VerdictKind.Locked,
                VerdictKind.Locked, VerdictKind.Committed,
            ],
            verdicts.Select(verdict => verdict.Kind));
        Assert.Equal(10_000, await ledger.Balance("jun"));
    }

    [Fact]
    public async Task An_event_that_needs_a_row_which_nobody_sees_yet_is_told_apart_as_well()
    {
        await using var database = await Opened(Impatient);
        await using var inserting = await Locked("INSERT INTO wallets (user_id, balance) VALUES ('newcomer', 0)");
        var batch = Enumerable.Range(0, 8).Select(LedgerEvent (i) => Given.Charge("c" + i, i == 5 ? "newcomer" : "user" + i)).ToList();

        // On a busy machine the search may end early, and then it is repeated, as for all callers.
        var verdicts = await Eventually.Ask(
            () => database.Ledger.Commit(batch), found => found.Count(verdict => verdict.Kind == VerdictKind.Locked) == 1, TimeSpan.FromSeconds(60));

        Assert.Equal(5, Assert.Single(Enumerable.Range(0, 8), i => verdicts[i].Kind == VerdictKind.Locked));
    }

    [Fact]
    public async Task While_a_row_is_locked_others_are_committed_and_the_one_that_needs_it_gives_up_and_can_be_repeated()
    {
        await using var database = await Opened(Impatient);
        await using var group = new GroupCommit(database.Ledger);
        await group.Commit(Given.Charge("first", "jun", 10_000));
        await using (await Locked("SELECT FROM wallets WHERE user_id = 'jun' FOR UPDATE"))
        {
            var locked = group.Commit(Given.Charge("second", "jun", 5_000));
            var committed = 0;
            while (!locked.IsCompleted)
            {
                Assert.Equal(VerdictKind.Committed, (await group.Commit(Given.Charge("other" + committed++, "mina", 1_000))).Kind);
            }

            await Assert.ThrowsAsync<LedgerUnavailableException>(() => locked);
            Assert.True(committed > 1);
            Assert.Equal(10_000, await database.Ledger.Balance("jun"));
        }

        Assert.Equal(15_000, (await group.Commit(Given.Charge("second", "jun", 5_000))).Result!.Balance);
        Assert.True((await database.Ledger.Audit()).Ok);
    }

    [Fact]
    public async Task A_lock_that_ends_soon_is_waited_for()
    {
        await using var database = await Opened(Impatient);
        await using var group = new GroupCommit(database.Ledger);
        await group.Commit(Given.Charge("first", "jun", 10_000));
        var locks = await Locked("SELECT FROM wallets WHERE user_id = 'jun' FOR UPDATE");
        var waiting = group.Commit(Given.Charge("second", "jun", 5_000));
        await Waiting();
        await locks.DisposeAsync();

        Assert.Equal(15_000, (await waiting).Result!.Balance);
    }

    [Fact]
    public async Task While_a_table_is_locked_commits_and_reads_give_up_and_then_go_on()
    {
        await using var database = await Opened(Impatient);
        await using var group = new GroupCommit(database.Ledger);
        await using (await Locked("LOCK TABLE wallets"))
        {
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => group.Commit(Given.Charge("a", "jun")));
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => database.Ledger.Balance("jun"));
        }

        Assert.Equal(VerdictKind.Committed, (await group.Commit(Given.Charge("a", "jun"))).Kind);
    }

    [Fact]
    public async Task A_program_that_stops_within_a_transaction_loses_it()
    {
        await using var database = await Opened();
        await using var frozen = PostgresConnections.Create(ConnectionString);
        await using var session = await frozen.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Execute(session, "BEGIN");
        await Execute(session, "SELECT FROM variants WHERE sku = 'coat-S' FOR UPDATE");
        var began = Stopwatch.StartNew();

        Assert.Equal(VerdictKind.Committed, (await database.Ledger.One(Given.Order("o1").Bought())).Kind);
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(30), $"It took {began.Elapsed}.");
    }

    // Until it is disposed.
    private async Task<NpgsqlConnection> Locked(string sql)
    {
        var connection = await Connect();
        await Execute(connection, "BEGIN");
        await Execute(connection, sql);
        return connection;
    }
}
