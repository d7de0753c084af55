namespace ECommerce.Ledger.Tests;

public class GroupCommitTests
{
    [Fact]
    public async Task The_next_batch_fills_while_a_flush_is_in_flight()
    {
        var ledger = new HeldLedger();
        await using var group = new GroupCommit(ledger, batch: 3, queue: 10);
        var first = group.Commit(Given.Charge("a"));
        await ledger.Begun();
        var rest = Enumerable.Range(0, 5).Select(i => group.Commit(Given.Charge("b" + i))).ToList();
        ledger.LetGo();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal([1, 3, 2], ledger.Sizes);
        Assert.Equal("b4", (await rest[4]).Result!.Id);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        var ledger = new HeldLedger();
        await using var group = new GroupCommit(ledger, batch: 3, queue: 2);
        var first = group.Commit(Given.Charge("a"));
        await ledger.Begun();
        var waiting = new[] { group.Commit(Given.Charge("b")), group.Commit(Given.Charge("c")) };

        await Assert.ThrowsAsync<OverloadedException>(() => group.Commit(Given.Charge("d")));
        ledger.LetGo();
        await Task.WhenAll([first, .. waiting]);
    }

    [Fact]
    public async Task A_failed_flush_fails_its_own_batch_and_the_loop_goes_on()
    {
        var ledger = new HeldLedger { Failure = new LedgerUncertainException("cut") };
        await using var group = new GroupCommit(ledger, batch: 3, queue: 9);
        var first = group.Commit(Given.Charge("a"));
        await ledger.Begun();
        var second = group.Commit(Given.Charge("b"));
        ledger.LetGo();

        await Assert.ThrowsAsync<LedgerUncertainException>(() => first);
        Assert.Equal(VerdictKind.Committed, (await second).Kind);
    }

    [Fact]
    public async Task An_impossible_event_throws_to_its_caller_alone()
    {
        await using var group = new GroupCommit(new MemoryLedger());
        var bad = group.Commit(Given.Charge("a", amount: 0));
        var good = group.Commit(Given.Charge("b"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.Equal(50_000, (await good).Result!.Balance);
    }

    [Fact]
    public async Task Closing_commits_what_waits_and_takes_nothing_more()
    {
        var ledger = new HeldLedger();
        var group = new GroupCommit(ledger);
        var first = group.Commit(Given.Charge("a"));
        await ledger.Begun();
        var second = group.Commit(Given.Charge("b"));
        var closed = group.DisposeAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => group.Commit(Given.Charge("c")));
        ledger.LetGo();
        await closed;
        Assert.Equal([VerdictKind.Committed, VerdictKind.Committed], [(await first).Kind, (await second).Kind]);
    }
}
