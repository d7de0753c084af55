using ECommerce.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ECommerce.Ledger.Tests;

// What is past its age is removed, and nothing that somebody still needs: the books prove themselves, and no repeat moves money twice.
public abstract class RetentionTests : IAsyncLifetime
{
    private const string Me = "me";

    private static readonly DateTimeOffset Old = Given.Now.AddDays(-400);
    private static readonly TimeSpan Age = TimeSpan.FromDays(30);
    private static readonly RetentionAges Never = new(null, null, null, null);

    private protected FakeTimeProvider Clock { get; } = new(Given.Now);

    private SqlDatabase Database { get; set; } = null!;

    private ILedger Ledger => Database.Ledger;

    public async ValueTask InitializeAsync()
    {
        Database = await Create();
        await Commits(Given.SavedProduct(stock: 1_000), Given.SavedCampaign(), Charged("c1", 50_000, Old));
    }

    public async ValueTask DisposeAsync()
    {
        if (Database is not null)
        {
            await AuditIsRight();
            await Database.DisposeAsync();
        }

        await Cleanup();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<SqlDatabase> Create();

    private protected virtual ValueTask Cleanup() => ValueTask.CompletedTask;

    [Fact]
    public async Task Orders_that_were_never_paid_go_with_their_lines_and_all_others_stay()
    {
        var (cancelled, taken) = (Order("cancelled", Old), Order("taken", Old));
        await Commits(
            Order("open", Old).Placed(), cancelled.Placed(), cancelled.Cancelled(Old), Order("paid", Old).Bought(), taken.Bought(), taken.Cancelled(Old),
            Given.Order("young").Placed());

        Assert.Equal(2, (await Run(Never with { UnpaidOrders = Age })).UnpaidOrders);

        Assert.Equal(["paid", "taken", "young"], (await Ledger.Orders("mina", null, 10)).Select(order => order.Row.Id).Order());
        Assert.Empty(await Ledger.Refunds(["cancelled"]));
        Assert.Equal(0, (await Run(Never with { UnpaidOrders = Age })).All);

        // A key whose order is gone makes an order again, at the prices of now; no money has moved for the first one.
        Assert.Equal(VerdictKind.Committed, (await Ledger.One(Given.Order("open").Placed())).Kind);
    }

    [Fact]
    public async Task A_list_goes_on_behind_an_order_that_has_gone()
    {
        var any = new OrderFilter(null, null, null, null, null);
        await Commits(
            Order("paid-1", Old).Bought(), Order("open-1", Old.AddDays(1)).Placed(), Order("paid-2", Old.AddDays(2)).Bought(),
            Order("open-2", Old.AddDays(3)).Placed(), Order("paid-3", Old.AddDays(4)).Bought(), Given.Order("young").Placed());
        var first = await Ledger.Orders(any, null, 3);
        Assert.Equal(["young", "paid-3", "open-2"], first.Select(order => order.Row.Id));

        Assert.Equal(2, (await Run(Never with { UnpaidOrders = Age })).UnpaidOrders);

        OrderFilter[] filters = [any, any with { Sku = "coat-S" }, any with { State = OrderState.Paid }, any with { UserId = "mina" }];
        foreach (var filter in filters)
        {
            Assert.Equal(["paid-2", "paid-1"], (await Ledger.Orders(filter, first[^1].Number, 9)).Select(order => order.Row.Id));
        }
    }

    [Fact]
    public async Task Many_orders_go_in_steps_with_a_pause_after_each()
    {
        await Ledger.Commit([.. Enumerable.Range(0, 450).Select(i => Order($"o{i:000}", Old).Placed())]);
        var pauses = new List<int>();

        var removed = await Database.Retention.Run(Never with { UnpaidOrders = Age }, Me, async () => pauses.Add((await Ledger.Orders("mina", null, 1_000)).Count));

        Assert.Equal(450, removed.UnpaidOrders);
        Assert.Equal([250, 50, 0], pauses);
    }

    [Fact]
    public async Task Events_that_were_published_go_and_those_that_wait_or_are_parked_stay()
    {
        var (published, parked, waiting) = (Order("published", Old), Order("parked", Old), Order("waiting", Old));
        await Commits(published.Bought(), parked.Bought(), waiting.Bought(), Given.Order("young").Bought());
        var rows = await Database.Outbox.AllPending();
        await Database.Outbox.Acknowledge([rows[0], rows[3]]);
        await Database.Outbox.Park([(rows[1], "too large")]);

        Assert.Equal(1, (await Run(Never with { PaymentEvents = Age })).PaymentEvents);

        await AuditIsRight();
        Assert.Equal(VerdictKind.Duplicate, (await Ledger.One(published.Paid())).Kind);
        Assert.Equal(1, await Database.Outbox.RetryParked());
        Assert.Equal(["waiting.completed", "parked.completed"], (await Database.Outbox.AllPending()).Select(row => row.Event.Id));

        // What is not there is not published again.
        Assert.Equal(1, await Database.Outbox.Replay(Old.AddDays(-1), Given.Now.AddDays(1)));
        Assert.True(await Database.Outbox.ContinueReplay());
        Assert.Equal("young.completed", (await Database.Outbox.AllPending())[^1].Event.Id);
    }

    [Fact]
    public async Task No_event_goes_while_a_replay_is_under_way()
    {
        await Commits(Order("old", Old).Bought(), Given.Order("young").Bought());
        await Database.Outbox.Acknowledge(await Database.Outbox.AllPending());
        await Database.Outbox.Replay(Old.AddDays(-1), Given.Now);

        Assert.Equal(0, (await Run(Never with { PaymentEvents = Age })).PaymentEvents);

        Assert.True(await Database.Outbox.ContinueReplay());
        Assert.Equal("old.completed", Assert.Single(await Database.Outbox.AllPending()).Event.Id);
    }

    [Fact]
    public async Task The_newest_event_stays_and_no_event_is_said_to_be_removed_that_is_younger()
    {
        await Commits(Order("first", Old).Bought(), Order("last", Old.AddDays(1)).Bought());
        await Database.Outbox.Acknowledge(await Database.Outbox.AllPending());

        Assert.Equal(1, (await Run(Never with { PaymentEvents = Age })).PaymentEvents);
        Assert.Equal(0, (await Run(Never with { PaymentEvents = Age })).PaymentEvents);

        // From before the age, and not removed: it is published again.
        await Commits(Order("late", Old.AddDays(2)).Bought());
        Assert.Equal(2, await Database.Outbox.Replay(Old.AddDays(-1), Given.Now));
    }

    [Fact]
    public async Task A_clock_that_is_set_years_forward_removes_nothing_that_is_young()
    {
        await Commits(Order("open", Given.Now).Placed(), Order("paid", Given.Now).Bought(), Given.Order("young").Bought());
        await Database.Outbox.Acknowledge(await Database.Outbox.AllPending());
        var years = TimeSpan.FromDays(20 * 365);
        Clock.Advance(2 * years);

        Assert.Equal(0, (await Run(new(years, years, years, years))).All);
    }

    [Fact]
    public async Task The_mark_of_an_audit_is_reached_when_the_newest_rows_have_been_removed_since()
    {
        await Commits(Order("first", Old).Placed(), Order("second", Old).Placed());
        var mark = AuditMark.Parse((await Ledger.Audit()).Mark);

        Assert.Equal(2, (await Run(Never with { UnpaidOrders = Age })).UnpaidOrders);

        Assert.True((await Ledger.Audit(mark)).Ok);
    }

    [Fact]
    public async Task A_closing_entry_stands_for_older_payments_and_refunds_and_the_statement_still_adds_up()
    {
        var (first, back) = (Order("first", Old), Order("back", Old));
        await Commits(first.Bought(), back.Bought(), Charged("c2", 7_000, Old), back.Cancelled(Old, id: "r1"), Given.Order("young").Bought(), Charged("c3", 100, Given.Now));
        var before = AuditMark.Parse((await Ledger.Audit()).Mark);

        Assert.Equal(3, (await Run(Never with { WalletEntries = Age })).WalletEntries);

        var entries = await Statement();
        Assert.Equal(
            [("c1", 50_000, 50_000), ("c2", 7_000, 55_000), ("closing", -1_000, 56_000), ("pay_young", -1_000, 55_000), ("c3", 100, 55_100)],
            entries.Select(entry => (entry.Kind == WalletEntryKind.Closing ? "closing" : entry.Id, entry.Amount, entry.Balance)));
        Assert.Equal(await Ledger.Balance("mina"), entries.Sum(entry => entry.Amount));
        await AuditIsRight();
        Assert.True((await Ledger.Audit(before)).Ok);

        // Repeats move nothing, however old what they repeat is.
        Assert.Equal(Verdict.Duplicate(entries[0]), await Ledger.One(Charged("c1", 50_000, Old)));
        Assert.Equal(VerdictKind.Duplicate, (await Ledger.One(first.Paid())).Kind);
        Assert.Equal(VerdictKind.Duplicate, (await Ledger.One(first.Bought())).Kind);
        Assert.Equal(VerdictKind.Duplicate, (await Ledger.One(back.Cancelled(Old, id: "r1"))).Kind);
        Assert.Equal(55_100, await Ledger.Balance("mina"));

        // What was paid then can still be taken back, and later the next entries go into the same closing.
        await Commits(first.Cancelled(Given.Now));
        await AuditIsRight();
        Clock.Advance(2 * Age);
        await Commits(Charged("later", 100, Clock.GetUtcNow(), "jun"));
        Assert.Equal(3, (await Run(Never with { WalletEntries = Age })).WalletEntries);
        Assert.Equal(
            [("c1", 50_000), ("c2", 7_000), ("c3", 100), ("closing", -1_000)],
            (await Statement()).Select(entry => (entry.Kind == WalletEntryKind.Closing ? "closing" : entry.Id, entry.Amount)));
        Assert.Equal(0, (await Run(Never with { WalletEntries = Age })).WalletEntries);
        Assert.True((await Ledger.Audit(before)).Ok);
    }

    [Fact]
    public async Task A_wallet_with_many_entries_is_closed_in_steps()
    {
        await Commits(Charged("more", 1_000_000, Old));
        foreach (var part in Enumerable.Range(0, 700).Chunk(100))
        {
            await Commits([.. part.Select(i => Order($"o{i:000}", Old).Bought())]);
        }

        Assert.InRange((await Run(Never with { WalletEntries = Age })).WalletEntries, 700, 710);

        Assert.Equal([50_000, 1_000_000, -700_000], (await Statement()).Select(entry => entry.Amount));
    }

    [Fact]
    public async Task A_wallet_with_many_charges_before_a_payment_is_closed()
    {
        await Ledger.Commit([.. Enumerable.Range(0, 600).Select(i => Charged($"many-{i:000}", 10, Old))]);
        await Commits(Order("paid", Old).Bought());

        Assert.Equal(0, (await Run(Never with { WalletEntries = TimeSpan.FromDays(3_650) })).WalletEntries);
        Assert.Equal(1, (await Run(Never with { WalletEntries = Age })).WalletEntries);

        Assert.Equal(WalletEntryKind.Closing, (await Statement())[^1].Kind);
    }

    [Fact]
    public async Task Lines_of_the_log_go_but_for_those_that_the_audit_compares()
    {
        var act = new Act("olga", "product.save", Old);
        await Commits(
            Given.SavedProduct("hat") with { By = act }, Given.SavedProduct("hat", stock: 20) with { Product = Given.Product("hat", "Cap"), By = act },
            Given.Adjustment("given", 500) with { By = new Act("olga", Act.AdjustsWallet, Old) },
            new StockAdjusted("more", "coat-S", 5, Old) { By = new Act("olga", Act.AdjustsStock, Old) },
            Given.Paused() with { By = new Act("olga", "campaign.pause", Old) }, Given.Paused(false) with { By = Given.Act("campaign.resume") });

        Assert.Equal(1, (await Run(Never with { LogLines = Age })).LogLines);

        var lines = await Ledger.Log(new LogSearch(null, null, null), null, 100);
        Assert.Equal(5, lines.Count);
        var audit = await Ledger.Audit();
        Assert.Equal("5 checked, and 1 that were removed", audit.Checks.Single(check => check.Name == AuditChecks.LogIsChained).Detail);
        await Commits(Given.SavedProduct("hat") with { Product = Given.Product("hat", "Hat"), By = Given.Act("product.save") });
        Assert.True((await Ledger.Audit(AuditMark.Parse(audit.Mark))).Ok);
    }

    [Fact]
    public async Task Many_wallets_are_closed_with_few_pauses()
    {
        var users = Enumerable.Range(0, 120).Select(i => $"user-{i}").ToList();
        await Commits([.. users.SelectMany(user => (LedgerEvent[])[Charged($"c-{user}", 1_000, Old, user), Order($"p-{user}", Old, user).Bought()])]);
        var pauses = 0;

        var removed = await Database.Retention.Run(Never with { WalletEntries = Age }, Me, () => Task.FromResult(pauses++));

        Assert.Equal(120, removed.WalletEntries);
        Assert.InRange(pauses, 2, 5);
        await AuditIsRight();
    }

    [Fact]
    public async Task Nothing_goes_by_an_age_that_is_never()
    {
        await Commits(Order("open", Old).Placed(), Order("paid", Old).Bought());
        await Database.Outbox.Acknowledge(await Database.Outbox.AllPending());

        Assert.Equal(0, (await Run(Never)).All);
    }

    [Fact]
    public async Task One_process_removes_at_a_time()
    {
        await Ledger.Commit([.. Enumerable.Range(0, 250).Select(i => Order($"o{i:000}", Old).Placed())]);
        var ages = Never with { UnpaidOrders = Age };
        var others = new List<long>();

        await Database.Retention.Run(ages, Me, async () => others.Add((await Database.Retention.Run(ages, "other", () => Task.CompletedTask)).All));

        Assert.Equal([0, 0], others);
        Assert.Equal(0, (await Database.Retention.Run(ages, "other", () => Task.CompletedTask)).All);
        await Commits(Order("again", Old).Placed());
        Assert.Equal(1, (await Database.Retention.Run(ages, "other", () => Task.CompletedTask)).All);
    }

    [Fact]
    public async Task A_process_that_comes_soon_after_a_run_of_another_does_nothing()
    {
        var (ages, hour) = (Never with { UnpaidOrders = Age }, TimeSpan.FromHours(1));
        await Commits(Order("first", Old).Placed());
        Assert.Equal(1, (await Database.Retention.Run(ages, Me, () => Task.CompletedTask, hour)).All);
        await Commits(Order("second", Old).Placed());

        Assert.Equal(0, (await Database.Retention.Run(ages, "other", () => Task.CompletedTask, hour)).All);
        Assert.Equal(1, (await Database.Retention.Run(ages, "other", () => Task.CompletedTask)).All);
    }

    [Fact]
    public async Task Users_buy_and_cancel_while_rows_go()
    {
        foreach (var part in Enumerable.Range(0, 600).Chunk(100))
        {
            await Commits([.. part.SelectMany(i => (LedgerEvent[])
                [Charged($"c-{i}", 1_000, Old, $"user-{i % 50}"), Order($"p-{i}", Old, $"user-{i % 50}").Bought(), Order($"u-{i}", Old, $"user-{i % 50}").Placed()])]);
            await Database.Outbox.Acknowledge(await Database.Outbox.AllPending());
        }

        await Commits(Charged("n", 2_000, Given.Now), Given.Order("new").Bought());
        var buying = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var order = Given.Order($"new-{i}", $"user-{i % 50}");
                await Commits(Charged($"n-{i}", 2_000, Given.Now, $"user-{i % 50}"), order.Bought(), order.TakenBack($"r-{i}", ("coat-S", 1)));
            }
        });
        var removed = await Run(new(Age, Age, Age, Age));
        await buying;

        Assert.Equal((600, 600, 600), (removed.UnpaidOrders, removed.PaymentEvents, removed.WalletEntries));
        await AuditIsRight();
    }

    private Task<RetentionResult> Run(RetentionAges ages) => Database.Retention.Run(ages, Me, () => Task.CompletedTask);

    private async Task<IReadOnlyList<WalletEntry>> Statement() => [.. (await Ledger.WalletEntries("mina", null, 1_000)).Select(entry => entry.Row).Reverse()];

    private async Task Commits(params LedgerEvent[] changes) =>
        Assert.All(await Ledger.Commit(changes), verdict => Assert.Equal((VerdictKind.Committed, null), (verdict.Kind, verdict.Guard)));

    private async Task AuditIsRight()
    {
        var audit = await Ledger.Audit();
        Assert.True(audit.Ok, string.Join("; ", audit.Checks.Where(check => !check.Ok)));
    }

    private static WalletCharged Charged(string id, long amount, DateTimeOffset at, string userId = "mina") => Given.Charge(id, userId, amount) with { At = at };

    private static Order Order(string id, DateTimeOffset at, string userId = "mina") =>
        Given.Order(id, userId) with { PlacedAt = at, ExpiresAt = at + GrainInterfaces.Bounds.OrderAge };
}

public sealed class Retention_on_Sqlite : RetentionTests
{
    private readonly TempDirectory _directory = new();

    private protected override Task<SqlDatabase> Create() => Task.FromResult<SqlDatabase>(new SqliteDatabase(_directory.File("shop.db"), Clock));

    private protected override ValueTask Cleanup()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class Retention_on_Postgres : RetentionTests
{
    private protected override async Task<SqlDatabase> Create() => new PostgresDatabase(await MigratedDatabase.Create(), Clock);
}
