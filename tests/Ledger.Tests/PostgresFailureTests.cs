using ECommerce.Testing;
using Npgsql;

namespace ECommerce.Ledger.Tests;

public sealed class PostgresFailureTests : PostgresTests
{
    [Theory]
    [InlineData("AfterTheCommit", true, VerdictKind.Duplicate)]
    [InlineData("BeforeTheCommit", true, VerdictKind.Committed)]
    [InlineData("AfterTheCommit", false, VerdictKind.Duplicate)]
    [InlineData("BeforeTheCommit", false, VerdictKind.Committed)]
    public async Task A_commit_that_is_cut_off_is_uncertain_and_its_repeat_shows_whether_it_happened(string cut, bool isLoaded, VerdictKind repeated)
    {
        // A batch that is not loaded first has no COMMIT: it is committed where its statements end.
        LedgerEvent other = isLoaded ? new StockAdjusted("a", "coat-M", 1, Given.Now) : Given.Charge("a", "jun");
        await using var database = await Opened();
        var ledger = database.Ledger;
        var order = Given.Order("o1");
        await ledger.Commit([order.Placed()]);
        var address = new NpgsqlConnectionStringBuilder(ConnectionString);
        await using var proxy = new CuttingProxy(address.Port);
        await using var way = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Port = proxy.Port, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable });
        await using var behindProxy = new PostgresDatabase(way);
        var cutOff = behindProxy.Ledger;
        await cutOff.Open();
        proxy.Arm(Enum.Parse<Cut>(cut), isLoaded ? "COMMIT" : "o1.completed");

        await Assert.ThrowsAsync<LedgerUncertainException>(() => cutOff.Commit([other, order.Paid()]));
        var verdicts = await cutOff.Commit([other, order.Paid()]);

        Assert.All(verdicts, verdict => Assert.Equal(repeated, verdict.Kind));
        Assert.Equal(49_000, (await ledger.Wallet("mina", [])).Balance);
        Assert.True((await ledger.Audit()).Ok);
    }

    [Fact]
    public async Task Sessions_ended_by_the_operator_lose_nothing_acknowledged()
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        var acknowledged = 0;
        using var done = new CancellationTokenSource();
        var killer = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ledger'");
            }
        });
        for (var i = 0; i < 200; i++)
        {
            Verdict? verdict = null;
            while (verdict is null)
            {
                try
                {
                    verdict = await ledger.One(Given.Charge("k" + i, "jun", 10));
                }
                catch (UnavailableException)
                {
                    // The same charge is made again: if it had happened, it counts once.
                }
            }

            acknowledged++;
        }

        await done.CancelAsync();
        await killer;
        await using var after = new PostgresDatabase(ConnectionString);
        Assert.Equal(10 * acknowledged, (await after.Ledger.Wallet("jun", [])).Balance);
        Assert.True((await after.Ledger.Audit()).Ok);
    }

    [Fact]
    public async Task Without_a_server_nothing_happens()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(ConnectionString) { Port = FreePort.Next() };
        await using var database = new PostgresDatabase(nowhere.ConnectionString);
        var ledger = database.Ledger;

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Commit([Given.Charge("a")]));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Wallet("mina", []));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Open());
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Probe());
    }

    [Fact]
    public async Task An_event_that_breaks_a_constraint_fails_alone()
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        await Run("ALTER TABLE wallets ADD CONSTRAINT planted CHECK (user_id <> 'culprit' OR balance = 0)");
        var batch = Enumerable.Range(0, 100).Select(LedgerEvent (i) => Given.Charge("x" + i, i == 42 ? "culprit" : "jun", 1)).ToList();
        var verdicts = await ledger.Commit(batch);

        Assert.Equal(42, Assert.Single(Enumerable.Range(0, 100), i => verdicts[i].Fault is not null));
        Assert.Equal(99, (await ledger.Wallet("jun", [])).Balance);
    }

    [Theory]
    [InlineData(PostgresErrorCodes.SerializationFailure)]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    [InlineData(PostgresErrorCodes.UniqueViolation)]
    public async Task A_commit_that_meets_another_writer_is_tried_again(string sqlState)
    {
        await using var database = await Opened();
        await FailCharges(sqlState, times: 3);

        Assert.Equal(VerdictKind.Committed, (await database.Ledger.One(Given.Charge("a", "jun", 10))).Kind);
        Assert.Equal(10, await database.Ledger.Balance("jun"));
    }

    [Fact]
    public async Task A_commit_that_always_meets_another_writer_has_not_happened()
    {
        await using var database = await Opened();
        await FailCharges(PostgresErrorCodes.SerializationFailure, times: 1_000);

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => database.Ledger.One(Given.Charge("a", "jun", 10)));
        Assert.Equal(0, await database.Ledger.Balance("jun"));
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\ud800')]
    public async Task Text_that_the_database_cannot_hold_fails_alone(char character)
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        var verdicts = await ledger.Commit([Given.Charge("y"), Given.Charge("bad" + character), Given.Charge("z")]);

        Assert.Equal([true, false, true], verdicts.Select(verdict => verdict.Fault is null));
    }

    [Theory]
    [InlineData("UPDATE wallets SET balance = balance + 1", AuditChecks.WalletsEqualEntries)]
    [InlineData("UPDATE variants SET stock = stock - 1", AuditChecks.StockEqualsReceivedLessPaid)]
    [InlineData("DELETE FROM payment_events", AuditChecks.PaidOrdersHaveOnePayment)]
    [InlineData("UPDATE sales_hourly SET hour = hour - interval '1 hour'", AuditChecks.SalesEqualOrders)]
    public async Task The_audit_finds_rows_that_were_changed_by_hand(string corruption, string check)
    {
        await using var database = await Opened();
        var ledger = database.Ledger;
        var order = Given.Order("o1");
        await ledger.Commit([order.Placed(), order.Paid()]);
        Assert.True((await ledger.Audit()).Ok);
        await Run("SET session_replication_role = replica; " + corruption);

        Assert.Contains((await ledger.Audit()).Checks, found => !found.Ok && found.Name == check);
    }

    // The first inserts of wallet entries fail. A sequence counts them, because it is not rolled back.
    private Task FailCharges(string sqlState, int times) => Run(
        $"""
        CREATE SEQUENCE failures;
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
            IF nextval(''failures'') <= {times} THEN RAISE EXCEPTION ''planted'' USING ERRCODE = ''{sqlState}''; END IF;
            RETURN NEW;
        END';
        CREATE TRIGGER fail BEFORE INSERT ON wallet_entries FOR EACH ROW EXECUTE FUNCTION fail();
        """);
}
