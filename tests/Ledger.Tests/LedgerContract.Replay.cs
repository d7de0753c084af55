namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_replay_puts_the_same_events_into_the_outbox_again()
    {
        await PaidOrders(3);
        var first = await Outbox.AllPending();
        await Outbox.Acknowledge(first);

        Assert.Equal(0, await Outbox.Replay(Given.Now.AddDays(-1), Given.Now));
        Assert.False((await Outbox.Lease("a", [])).IsReplaying);
        Assert.False(await Outbox.ContinueReplay());

        Assert.Equal(3, await Outbox.Replay(Given.Now, Given.Now.AddMilliseconds(1)));
        Assert.True((await Outbox.Lease("a", [])).IsReplaying);
        Assert.Equal(3, (await Outbox.Stream(Given.Now)).Pending);
        Assert.True(await Outbox.ContinueReplay());

        var again = await Outbox.AllPending();
        Assert.Equal(first.Select(row => row.Event), again.Select(row => row.Event));
        Assert.Equal(3, (await Outbox.Stream(Given.Now)).Pending);
        Assert.False(await Outbox.ContinueReplay());
        Assert.False((await Outbox.Lease("a", [])).IsReplaying);
        await Outbox.Acknowledge(again);
        Assert.Equal(6, (await Outbox.Stream(Given.Now)).Published);
    }

    [Fact]
    public async Task A_long_replay_comes_part_by_part_in_order_and_waits_for_room()
    {
        const int events = LedgerBounds.ReplayChunk + LedgerBounds.ReplayRoom;
        await PaidOrders(events, users: 50);
        var first = await Outbox.AllPending();
        Assert.Equal(events, first.Count);
        await Outbox.Replay(Given.Now, Given.Now.AddDays(1));
        Assert.False(await Outbox.ContinueReplay());
        await Outbox.Acknowledge(first);

        Assert.True(await Outbox.ContinueReplay());
        Assert.False(await Outbox.ContinueReplay());
        var again = await Outbox.AllPending();
        Assert.InRange(again.Count, 1, LedgerBounds.ReplayChunk);
        Assert.Equal(events, (await Outbox.Stream(Given.Now)).Pending);
        await Outbox.Acknowledge(again);

        Assert.True(await Outbox.ContinueReplay());
        var rest = await Outbox.AllPending();
        Assert.Equal(first.Select(row => row.Event), again.Concat(rest).Select(row => row.Event));
        await Outbox.Acknowledge(rest);
        Assert.False(await Outbox.ContinueReplay());
        Assert.Equal(0, (await Outbox.Stream(Given.Now)).Pending);
    }

    [Fact]
    public async Task A_replay_leaves_out_the_events_of_other_times_that_were_committed_between()
    {
        await Ledger.Shop();
        var end = Given.Now.AddMinutes(1);
        var orders = new[] { Given.Order("o0"), Given.Order("o1"), Given.Order("o2") };
        await Ledger.Commit([.. orders.Select(order => order.Placed()), orders[0].Paid(), orders[1].Paid(at: end), orders[2].Paid()]);
        await Outbox.Acknowledge(await Outbox.AllPending());

        Assert.Equal(2, await Outbox.Replay(Given.Now, end));
        Assert.True(await Outbox.ContinueReplay());
        Assert.Equal(["o0.completed", "o2.completed"], (await Outbox.AllPending()).Select(row => row.Event.Id));
        Assert.Equal(2, (await Outbox.Stream(Given.Now)).Pending);
    }

    [Fact]
    public async Task One_replay_comes_after_another()
    {
        await PaidOrders(2);
        await Outbox.Acknowledge(await Outbox.AllPending());
        await Outbox.Replay(Given.Now, Given.Now.AddDays(1));
        await Outbox.Replay(Given.Now, Given.Now.AddDays(1));

        while (await Outbox.ContinueReplay())
        {
        }

        Assert.Equal(
            ["o0.completed", "o1.completed", "o0.completed", "o1.completed"], (await Outbox.AllPending()).Select(row => row.Event.Id));
    }
}
