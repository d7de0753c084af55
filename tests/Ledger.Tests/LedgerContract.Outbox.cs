namespace ECommerce.Ledger.Tests;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task The_outbox_gives_its_rows_in_order_until_they_are_acknowledged()
    {
        await PaidOrders(5);
        var rows = await Outbox.Pending(3);
        Assert.Equal(["o0.completed", "o1.completed", "o2.completed"], rows.Select(row => row.Event.Id));

        await Outbox.Acknowledge([rows[0].Number, rows[1].Number]);
        await Outbox.Acknowledge([rows[0].Number]);
        await Outbox.Park(rows[2].Number, "too large");

        Assert.Equal(["o3.completed", "o4.completed"], (await Outbox.Pending(9)).Select(row => row.Event.Id));
        Assert.Equal(new PaymentStreamView(2, 60, 1, 2), await Outbox.Stream(Given.Now.AddMinutes(1)));
    }

    [Fact]
    public async Task A_replay_tells_the_same_events_again()
    {
        await PaidOrders(3);
        await Outbox.Acknowledge([.. (await Outbox.Pending(9)).Select(row => row.Number)]);

        Assert.Equal(0, await Outbox.Replay(Given.Now.AddDays(-1), Given.Now));
        Assert.Equal(3, await Outbox.Replay(Given.Now, Given.Now.AddMilliseconds(1)));
        Assert.Equal(["o0.completed", "o1.completed", "o2.completed"], (await Outbox.Pending(9)).Select(row => row.Event.Id));
    }

    [Fact]
    public async Task One_owner_at_a_time_may_publish()
    {
        Assert.True(await Outbox.Lease("a"));
        Assert.True(await Outbox.Lease("a"));
        Assert.False(await Outbox.Lease("b"));
        await Outbox.Release("b");
        Assert.False(await Outbox.Lease("b"));
        await Outbox.Release("a");
        Assert.True(await Outbox.Lease("b"));
    }

    private async Task PaidOrders(int count)
    {
        await Ledger.Shop();
        var orders = Enumerable.Range(0, count).Select(i => Given.Order("o" + i)).ToList();
        await Ledger.Commit([.. orders.Select(LedgerEvent (order) => order.Placed()), .. orders.Select(LedgerEvent (order) => order.Paid())]);
    }
}
